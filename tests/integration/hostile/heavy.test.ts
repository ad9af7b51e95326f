import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'
import { edit, insertText } from '../../support/hostile/wire'
import { paragraphs } from '../../support/scribe'

const blocks = 2_000
// Five seconds' worth is what 500 steps on this document cost.
const limits = { LIMIT_WORK_PER_SECOND: String((500 * (2 * blocks + 1)) / 5), LIMIT_COMMANDS_PER_SECOND: '200' }
let stage: Stage
let documentId: string

beforeAll(async () => {
  stage = await hostileStage(limits)
  documentId = await stage.make(paragraphs(...Array(blocks).fill('x')))
})
afterAll(() => stage.close())

const send = (command: object, by: RawSocket) => by.ask('document:command', JSON.stringify(command))
// Nine tenths of a connection's budget, with what reading it costs.
const heavy = (id = documentId) => edit(id, Array(450).fill(insertText('x')))
const refusal = { ok: false, error: expect.objectContaining({ code: 'rate_limited', retryInMs: expect.any(Number) }) }

describe('what is valid but heavy', () => {
  it('[HI2] H-37 is refused beyond the budget of a connection and of an author, and taken later, identical', async () => {
    const greedy = await stage.newcomer()
    const sockets = [await stage.connect(greedy), await stage.connect(greedy), await stage.connect(greedy)] as const
    const reader = await stage.connect(stage.reader)
    const elsewhere = await stage.make(paragraphs(...Array(blocks).fill('x')), await stage.newcomer())
    const rows = await stage.rows()
    const waits = heavy()
    const [taken, refused, second, third, byHttp] = await Promise.all([
      send(heavy(), sockets[0]),
      send(waits, sockets[0]),
      send(heavy(elsewhere), sockets[1]),
      send(heavy(elsewhere), sockets[2]),
      greedy.call('POST', `/api/documents/${elsewhere}/commands`, heavy(elsewhere)),
    ])
    expect([taken, refused]).toEqual([expect.objectContaining({ ok: true }), refusal])
    // Another connection has a budget of its own; the author's is spent after two of the three.
    const others = [second.ok, third.ok, byHttp.status === 200]
    expect(others.filter(ok => ok)).toHaveLength(1)
    if (byHttp.status !== 200) expect([byHttp.status, byHttp.headers.has('retry-after')]).toEqual([429, true])
    expect(verdictOf(await send(edit(documentId, [insertText('y')]), reader))).toBe('ok')
    await stage.stillServes()
    await expect
      .poll(async () => verdictOf(await send(waits, sockets[0])), { timeout: 25_000, interval: 500 })
      .toBe('ok')
    expect(await stage.rows()).toEqual({ ...rows, events: rows.events! + 4 })
    await stage.stillSound(documentId)
    for (const each of [...sockets, reader]) each.close()
  })

  it('[HI2] a copy of what was taken is answered, however little is left', async () => {
    const socket = await stage.connect(await stage.newcomer())
    const command = heavy()
    const [taken, refused, copy] = await Promise.all([command, heavy(), command].map(each => send(each, socket)))
    expect(taken).toMatchObject({ ok: true })
    expect(refused).toEqual(refusal)
    expect(copy).toEqual(taken)
    socket.close()
  })

  it('[HI2] H-20 opening and reading over and over is', async () => {
    const curious = await stage.newcomer()
    const socket = await stage.connect(curious)
    const answers = await Promise.all(Array.from({ length: 100 }, () => socket.open(documentId)))
    expect(new Set(answers.map(verdictOf))).toEqual(new Set(['ok', 'rate_limited']))
    const statuses = new Set<number>()
    const reads = Array.from({ length: 100 }, () => curious.call('GET', `/api/documents/${documentId}`))
    for (const { status } of await Promise.all(reads)) statuses.add(status)
    expect(statuses).toContain(429)
    await stage.stillServes()
    socket.close()
  })

  it('[HI2] H-38 a thousand commands a second are', async () => {
    const hasty = await stage.newcomer()
    const socket = await stage.connect(hasty)
    const small = await stage.make(paragraphs(''), hasty)
    const rows = await stage.rows()
    const flood = Array.from({ length: 1_000 }, () => send(edit(small, [insertText('x')]), socket))
    const answers = await Promise.all(flood)
    const taken = answers.filter(({ ok }) => ok).length
    expect(taken).toBeGreaterThan(0)
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(1_000 - taken).fill(refusal))
    expect(await stage.rows()).toEqual({ ...rows, events: rows.events! + taken })
    expect((await stage.stillSound(small)).revision).toBe(taken + 1)
    socket.close()
  })
})
