/**
 * Writes the golden page of today's layout: events of every kind, and the bytes that they pack into. `npx tsx
 * tests/tools/golden-page.ts`, once for each new layout. That of a released layout is never written again: browsers and
 * scripts hold such pages.
 */
import { existsSync, writeFileSync } from 'node:fs'
import type { RecordedEvent } from '../../lib/document/events'
import { encodePage } from '../../lib/history/pages/encode'
import { pageVersion } from '../../lib/history/pages/layout'
import { goldenEvents } from '../support/golden'
import { someHistory } from '../support/pages'
import { Random } from '../support/random'

const later = { ...goldenEvents().at(-1), position: 'of another kind', somethingNew: true } as unknown as RecordedEvent
const histories = [[...goldenEvents(), later], someHistory(new Random(7), 120)]
const file = `tests/golden/page-${pageVersion}.json`
const exists = existsSync(file)
const pages = histories.map(events => ({ page: Buffer.from(encodePage(events).page).toString('base64'), events }))
if (!exists) writeFileSync(file, `${JSON.stringify(pages)}\n`)
console.log(exists ? `${file} exists and stays as it is.` : `${file} written.`)
