import { type ByteReader, type ByteWriter, PageFault } from './bytes'
import { readRuns, writeRuns } from './columns'
import { readId, readReplica, replicaOf, writeId } from './identity'
import type { Parsed } from './parse'
import type { StringWriter } from './strings'

/** What stays the same from one event to the next, but for who writes and how. */
export type Head = {
  authorId: string
  /** What stands before the number in the ids of commands that are counted; null where each one's id is said. */
  replica: string | null
  via: number
  schemaVersion: number
  type: number
  origin: number
  edit: boolean
  madeAt: boolean
  stepTimes: boolean
  rest: boolean
}

const bits = { whole: 1, replica: 2, edit: 4, madeAt: 8, stepTimes: 16, rest: 32 }

/** Writes which head each event has. @returns whose commands are counted, event by event */
export function writeHeads(
  to: ByteWriter,
  events: readonly (Parsed | null)[],
  strings: StringWriter,
): (string | null)[] {
  const used = new Map<string, number>()
  for (const event of events) {
    if (!event) continue
    const replica = replicaOf(event.commandId)
    used.set(replica, (used.get(replica) ?? 0) + 1)
  }
  const authors = new Map<string, number>()
  const replicas = new Map<string, number>()
  const heads = new Map<string, number>()
  const written: number[] = []
  const counted = events.map(event => {
    const replica = event && replicaOf(event.commandId)
    return replica && used.get(replica)! > 1 ? replica : null
  })
  let last = -1
  const column = events.map((event, i) => {
    if (i > 0 && counted[i] === counted[i - 1] && isAlike(event, events[i - 1]!)) return last
    const head = event
      ? describe(event, counted[i] ? indexed(replicas, counted[i]) : null, indexed(authors, event.authorId), strings)
      : [bits.whole]
    const known = heads.size
    const index = indexed(heads, head.join(' '))
    if (heads.size > known) written.push(...head)
    last = index
    return index
  })
  to.number(authors.size)
  for (const author of authors.keys()) writeId(to, author)
  to.number(replicas.size)
  for (const replica of replicas.keys()) writeId(to, replica)
  to.number(heads.size)
  for (const number of written) to.number(number)
  writeRuns(to, column)
  return counted
}

/** Whether two events have the same head for sure. */
function isAlike(a: Parsed | null, b: Parsed | null): boolean {
  return (
    a !== null &&
    b !== null &&
    a.authorId === b.authorId &&
    a.via === b.via &&
    a.schemaVersion === b.schemaVersion &&
    a.type === b.type &&
    a.edit?.origin === b.edit?.origin &&
    ((a.edit?.madeAt ?? null) === null) === ((b.edit?.madeAt ?? null) === null) &&
    ((a.edit?.stepTimes ?? null) === null) === ((b.edit?.stepTimes ?? null) === null) &&
    (a.rest === null) === (b.rest === null)
  )
}

function describe(event: Parsed, replica: number | null, author: number, strings: StringWriter): number[] {
  const { edit } = event
  const flags =
    (replica === null ? 0 : bits.replica) |
    (edit ? bits.edit : 0) |
    (edit && edit.madeAt !== null ? bits.madeAt : 0) |
    (edit?.stepTimes ? bits.stepTimes : 0) |
    (event.rest === null ? 0 : bits.rest)
  return [
    flags,
    author,
    ...(replica === null ? [] : [replica]),
    strings.index(event.via),
    event.schemaVersion,
    strings.index(event.type),
    ...(edit ? [strings.index(edit.origin)] : []),
  ]
}

function indexed(table: Map<string, number>, key: string): number {
  const found = table.get(key)
  if (found !== undefined) return found
  table.set(key, table.size)
  return table.size - 1
}

/** @returns the head of each event; null for one that's kept whole */
export function readHeads(from: ByteReader, count: number): (Head | null)[] {
  const authors = Array.from({ length: from.count(16) }, () => readId(from))
  const replicas = Array.from({ length: from.count(10) }, () => `${readReplica(from)}-`)
  const heads = Array.from({ length: from.count() }, () => readHead(from, authors, replicas))
  return readRuns(from, count).map(index => {
    const head = heads[index]
    if (head === undefined) throw new PageFault('it refers to what it has not')
    return head
  })
}

function readHead(from: ByteReader, authors: readonly string[], replicas: readonly string[]): Head | null {
  const flags = from.index(64)
  if (flags & bits.whole) return null
  const edit = (flags & bits.edit) !== 0
  return {
    authorId: authors[from.index(authors.length)]!,
    replica: flags & bits.replica ? replicas[from.index(replicas.length)]! : null,
    via: from.number(),
    schemaVersion: from.number(),
    type: from.number(),
    origin: edit ? from.number() : 0,
    edit,
    madeAt: edit && (flags & bits.madeAt) !== 0,
    stepTimes: edit && (flags & bits.stepTimes) !== 0,
    rest: (flags & bits.rest) !== 0,
  }
}
