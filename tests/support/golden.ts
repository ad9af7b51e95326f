import { readFileSync } from 'node:fs'
import type { RecordedEvent } from '@/lib/document/events'
import { readBody, readVia } from '@/server/event-store/codec'
import { toPosition } from '@/server/event-store/position'

type Row = { revision: number; type: number; via: number; schemaVersion: number; codec: number; payload: string }

/** The golden log of a version, as events that were recorded one after the other. */
export function goldenEvents(version = 1): RecordedEvent[] {
  const log = JSON.parse(readFileSync(`tests/golden/log-${version}.json`, 'utf8')) as { rows: Row[] }
  return log.rows.map(({ type, via, codec, payload, ...header }) => {
    const sequence = BigInt(4_000 + header.revision)
    return {
      ...header,
      position: toPosition({ logEpoch: 1, xid: sequence + 700n, sequence }),
      via: readVia(via),
      ...readBody(type, codec, header.schemaVersion, payload),
    } as unknown as RecordedEvent
  })
}
