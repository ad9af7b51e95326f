import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { readPayload, writePayload } from '@/server/event-store/payload'
import { mutate } from '../support/mutate'
import { someHistory } from '../support/pages'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'

/** What a short form is made for, and what is nearly that. */
function someEdit(random: Random): unknown {
  const steps = Array.from({ length: random.below(10) }, () => {
    const from = random.below(random.pick([3, 200_000]))
    const to = from + (random.chance(0.5) ? 0 : random.below(4))
    const text = random.chance(0.1)
      ? random.pick(['\ud83d', '"', '\ufeff', '', '12'])
      : random.text(1 + random.below(2))
    return {
      stepType: 'replace',
      from,
      to,
      ...(random.chance(0.7) && { slice: { content: [{ type: 'text', text }] } }),
    }
  })
  const exact = new Date(random.below(2 ** 31) * 1_000 + random.below(1_000)).toISOString()
  // Times may be said in other ways too.
  const madeAt = random.chance(0.2) ? exact.replace(/\.\d+Z$/, random.pick(['Z', '.5Z', '.123456Z'])) : exact
  const stepTimes = steps.map(() => (random.chance(0.5) ? 0 : random.below(9_000)))
  const data = { steps, origin: 'typed', ...(random.chance(0.5) && { madeAt, stepTimes }) }
  return random.chance(0.3) ? JSON.parse(JSON.stringify(mutate(data, random)) ?? 'null') : data
}

test('[PL1] whatever an event says is read from the log as it was written', () => {
  let short = 0
  forSeeds(4_000, random => {
    const made = random.chance(0.1) ? someHistory(random, 1)[0]!.data : someEdit(random)
    const data = typeof made === 'object' && made !== null && !Array.isArray(made) ? made : {}
    const payload = writePayload(data)
    if (!payload.startsWith('{')) short++
    const read = readPayload(payload)
    expect([payload, read, isDeepStrictEqual(read, JSON.parse(JSON.stringify(data)))]).toEqual([payload, read, true])
  })
  expect(short).toBeGreaterThan(300)
})
