import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawAnswer, type RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'
import { edit, insertText } from '../../support/hostile/wire'
import { paragraphs } from '../../support/scribe'

const blocks = 8_000
// Two seconds' worth is what 500 letters in this document cost.
const limits = { LIMIT_WORK_PER_SECOND: String((500 * (2 * blocks + 1)) / 2), LIMIT_COMMANDS_PER_SECOND: '200' }
let stage: Stage
let documentId: string

beforeAll(async () => {
  stage = await hostileStage(limits)
  documentId = await stage.make(paragraphs(...Array(blocks).fill('x')))
})
afterAll(() => stage.close())

const send = (command: object, by: RawSocket) => by.ask('document:command', JSON.stringify(command))
/** Sends the same again as long as it's told to, when it's told to. */
async function patient(command: object, by: RawSocket): Promise<RawAnswer> {
  for (;;) {
    const answer = await send(command, by)
    if (answer.ok || answer.error.code !== 'rate_limited') return answer
    await sleep(answer.error.retryInMs!)
  }
}
// More than gathers: it's possible when half of that is there, and has to be made up for.
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
    const answers = await Promise.all([
      send(heavy(), sockets[0]),
      send(heavy(elsewhere), sockets[1]),
      send(heavy(elsewhere), sockets[2]),
      greedy.call('POST', `/api/documents/${elsewhere}/commands`, heavy(elsewhere)),
    ])
    const taken = answers.filter(answer => ('ok' in answer ? answer.ok : answer.status === 200))
    // How many there is room for depends on how long they take; never for all of them.
    expect(taken.length).toBeGreaterThan(0)
    expect(taken.length).toBeLessThan(answers.length)
    for (const answer of answers.filter(answer => !taken.includes(answer)))
      if ('ok' in answer) expect(answer).toEqual(refusal)
      else expect([answer.status, answer.headers.has('retry-after')]).toEqual([429, true])
    // Somebody else has a budget of their own.
    expect(verdictOf(await send(edit(documentId, [insertText('y')]), reader))).toBe('ok')
    await stage.stillServes()
    expect((await patient(waits, sockets[0])).ok).toBe(true)
    expect(await stage.rows()).toEqual({ ...rows, events: rows.events! + taken.length + 2 })
    await stage.stillSound(documentId)
    for (const each of [...sockets, reader]) each.close()
  })

  it('[HI2] a copy of what was taken is answered as that was', async () => {
    const socket = await stage.connect(await stage.newcomer())
    const command = heavy()
    const taken = await patient(command, socket)
    expect(taken).toMatchObject({ ok: true })
    for (let i = 0; i < 3; i++) expect(await patient(command, socket)).toEqual(taken)
    socket.close()
  })

  it('[HI2] H-20 opening and reading by many connections at once is, or waits for its turn', async () => {
    const curious = await stage.newcomer()
    const sockets = await Promise.all(Array.from({ length: 20 }, () => stage.connect(curious)))
    const answers = await Promise.all(sockets.map(socket => socket.open(documentId)))
    expect(new Set(answers.map(verdictOf))).toEqual(new Set(['ok', 'rate_limited']))
    const reads = Array.from({ length: 10 }, () => curious.call('GET', `/api/documents/${documentId}`))
    for (const { status } of await Promise.all(reads)) expect([200, 429]).toContain(status)
    await stage.stillServes()
    for (const socket of sockets) socket.close()
  })

  it('[HI2] H-38 a thousand commands a second are', async () => {
    // Reading a thousand messages is more than what gathers here.
    const other = await hostileStage({ LIMIT_COMMANDS_PER_SECOND: '200' })
    const socket = await other.connect()
    const small = await other.make(paragraphs(''))
    const rows = await other.rows()
    const flood = Array.from({ length: 1_000 }, () => send(edit(small, [insertText('x')]), socket))
    const answers = await Promise.all(flood)
    const taken = answers.filter(({ ok }) => ok).length
    expect(taken).toBeGreaterThan(0)
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(1_000 - taken).fill(refusal))
    expect(await other.rows()).toEqual({ ...rows, events: rows.events! + taken })
    expect((await other.stillSound(small)).revision).toBe(taken + 1)
    socket.close()
    await other.close()
  })

  it('[HI20] who owes is not listened to until that is made up for, and nobody else waits', async () => {
    const debtor = await stage.newcomer()
    const [socket, other] = [await stage.connect(debtor), await stage.connect(stage.reader)]
    const broken = `[${'[],'.repeat(50_000)}[]]`
    const began = performance.now()
    const said = Array.from({ length: 12 }, () => socket.ask('document:open', broken))
    expect(await other.serves()).toBe(true)
    await stage.stillServes()
    const answers = await Promise.all(said)
    expect(new Set(answers.map(verdictOf))).toEqual(new Set(['bad_request', 'rate_limited']))
    // More than twice what gathers in two seconds.
    expect(performance.now() - began).toBeGreaterThan(1_500)
    for (const each of [socket, other]) each.close()
  })
})
