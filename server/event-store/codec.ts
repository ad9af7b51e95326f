import type { EventType, RecordedEvent, Via } from '@/lib/document/events'
import { upcast } from '@/lib/document/upcast'
import { readPayload } from './payload'

/** Numbers under which words rest in the log. Only ever appended to: the log is for ever. */
export const streamTypes = { document: 1 } as const

export const eventTypes: Record<EventType, number> = {
  DocumentCreated: 1,
  ContentEdited: 2,
  DocumentRenamed: 3,
  VersionNamed: 4,
  RevisionRestored: 5,
  DocumentTrashed: 6,
  DocumentUntrashed: 7,
  DocumentDeleted: 8,
}
const typeNames = new Map(Object.entries(eventTypes).map(([name, number]) => [number, name]))

export const vias: Record<Via, number> = { browser: 1, api: 2, seed: 3 }
const viaNames = new Map(Object.entries(vias).map(([name, number]) => [number, name as Via]))

/** JSON text. */
export const jsonCodec = 0
/** What's written today (`payload.ts`). Compressed and encrypted payloads will be further codecs. */
export const shortCodec = 1
const payloads = new Map([
  [jsonCodec, JSON.parse as (payload: string) => unknown],
  [shortCodec, readPayload],
])

/** A row of the log that this program can't read as an event. What it says may quote the document. */
export class UnreadableEvent extends RangeError {}

/** @throws UnreadableEvent where the row is of a type, codec or version that this program doesn't know, or its payload is none */
export function readBody(type: number, codec: number, schemaVersion: number, payload: string) {
  const name = typeNames.get(type)
  const read = payloads.get(codec)
  if (!name || !read) throw new UnreadableEvent(`Unknown event type ${type} or codec ${codec} in the log`)
  try {
    return upcast({ type: name, data: read(payload) }, schemaVersion) as Pick<RecordedEvent, 'type' | 'data'>
  } catch (error) {
    throw new UnreadableEvent((error as Error).message)
  }
}

/** @throws UnreadableEvent */
export function readVia(via: number): Via {
  const name = viaNames.get(via)
  if (!name) throw new UnreadableEvent(`Unknown via ${via} in the log`)
  return name
}
