import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import type { NewEvent } from '@/server/event-store/event-store'
import { type RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'
import { edit, insertText } from '../../support/hostile/wire'

let stage: Stage
let socket: RawSocket
let documentId: string

beforeAll(async () => {
  stage = await hostileStage()
  socket = await stage.connect()
})
afterAll(() => stage.close())

const send = (command: object, by = socket) => by.ask('document:command', JSON.stringify(command))
const typed = async () => (await stage.stillSound(documentId)).doc.textContent

describe('commands of somebody hostile', () => {
  it('[HI9] H-27, H-28 a hundred copies on four sockets are one event, whatever the copies carry', async () => {
    documentId = await stage.make()
    const rows = await stage.rows()
    const sockets = await Promise.all([1, 2, 3, 4].map(() => stage.connect()))
    const first = edit(documentId, [insertText('once ')])
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => send(first, sockets[i % 4])))
    const other = await send({ ...first, steps: [insertText('twice ')] })
    expect(new Set([...answers, other].map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(other).toMatchObject({ ok: true, revision: 2 })
    expect(await stage.rows()).toEqual({ ...rows, events: rows.events! + 1 })
    expect(await typed()).toBe('once Hello 😀 worldSecond')
    for (const each of sockets) each.close()
  })

  it('[HI9] H-29, H-32 an id of another author or for another document is another command, and the author is the session’s', async () => {
    documentId = await stage.make()
    const elsewhere = await stage.make()
    const theirs = await stage.connect(stage.reader)
    const mine = edit(documentId, [insertText('mine ')])
    expect(await send(mine)).toMatchObject({ revision: 2 })
    expect(await send({ ...mine, steps: [insertText('theirs ')] }, theirs)).toMatchObject({ revision: 3 })
    expect(await send({ ...mine, documentId: elsewhere })).toMatchObject({ revision: 2 })
    expect(await typed()).toBe('theirs mine Hello 😀 worldSecond')
    const events = await stage.log.read(documentId, 2, { events: 10 })
    expect(events.map(({ authorId }) => authorId)).toEqual([stage.hostile.authorId, stage.reader.authorId])
    theirs.close()
  })

  it('[HI9] H-34 a command of 500 steps is taken whole', async () => {
    documentId = await stage.make()
    expect(await send(edit(documentId, Array(500).fill(insertText('x'))))).toMatchObject({ revision: 2 })
    expect(await typed()).toMatch(/^x{500}Hello/)
  })

  it('[HI9] H-36 of two that follow each other unanswered the second is decided without the first, where that is refused', async () => {
    documentId = await stage.make()
    const [first, second] = [
      edit(documentId, [{ stepType: 'replace', from: 5, to: 2 }]),
      edit(documentId, [insertText('b')]),
    ]
    const [refused, taken] = await Promise.all([send(first), send(second)])
    expect([verdictOf(refused!), verdictOf(taken!)]).toEqual(['invalid_steps', 'ok'])
    const leaning = edit(documentId, [insertText('c')], { baseRevision: 4 })
    expect(verdictOf(await send(leaning))).toBe('future_revision')
    expect(await typed()).toBe('bHello 😀 worldSecond')
  })

  it('[HI9] H-26 what was made 5,000 revisions ago is rebased, and one more is too far behind', async () => {
    documentId = await stage.make()
    await append(documentId, 5_000)
    expect(await send(edit(documentId, [insertText('late ')]))).toMatchObject({ ok: true, revision: 5_002 })
    expect(verdictOf(await send(edit(documentId, [insertText('later ')])))).toBe('too_far_behind')
    expect(await typed()).toBe('late Hello 😀 worldSecond')
  })
})

/** Renames a document so many times, straight in the log. */
async function append(documentId: string, count: number): Promise<void> {
  const event = (i: number): NewEvent => ({
    documentId,
    revision: i + 2,
    schemaVersion,
    commandId: randomUUID(),
    baseRevision: i + 1,
    authorId: stage.hostile.authorId,
    via: 'api',
    recordedAt: new Date().toISOString(),
    type: 'DocumentRenamed',
    data: { title: `${i}` },
  })
  const events = Array.from({ length: count }, (_, i) => event(i))
  for (let i = 0; i < count; i += 500) await stage.log.append([events.slice(i, i + 500)])
}
