import { expect, it } from 'vitest'
import { read, sources } from './sources'

/** The hour is for people to read; only the feed's lag is told by it, since events carry nothing else. */
const MAY_ASK_THE_HOUR = ['server/projections/lag.ts']

it('[FT12] the server measures no duration by a clock that can be set', () => {
  const servers = sources.filter(file => file.startsWith('server/') && !MAY_ASK_THE_HOUR.includes(file))
  expect(servers.filter(file => /\bDate\.now\b/.test(read(file)))).toEqual([])
})
