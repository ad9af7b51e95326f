import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byNumber } from '../../support/hostile/messages'
import { type RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage, target } from '../../support/hostile/stage'
import { edit, insertText, wireJSON } from '../../support/hostile/wire'
import { hostileSteps, nested } from '../../support/hostile-steps'
import { expectSound } from '../../support/sound'

let stage: Stage
let socket: RawSocket
let documentId: string

beforeAll(async () => {
  stage = await hostileStage({ LIMIT_DOCUMENT_CHARACTERS: '20000' })
  socket = await stage.connect()
  documentId = await stage.make()
})
afterAll(() => stage.close())

const send = (command: unknown) => socket.ask('document:command', wireJSON(command))

describe('hostile steps, as they come over the wire', () => {
  it.each(byNumber(hostileSteps))('[HI5] %s: each is refused with its code and stores nothing', async (_, group) => {
    const rows = await stage.rows()
    for (const [what, ...steps] of group) {
      const expected = /H-41 (stepType missing|stepType no text|a step that is)/.test(what)
        ? 'bad_request'
        : 'invalid_steps'
      const answer = await send(edit(documentId, steps))
      expect([what, verdictOf(answer)]).toEqual([what, expected])
      expect(JSON.stringify(answer)).not.toMatch(/node_modules| at \w+ \(|SELECT/)
      expect([what, await stage.rows()]).toEqual([what, rows])
    }
    const { revision, doc } = await stage.stillSound(documentId)
    expect(revision).toBe(1)
    expect(doc.eq(target())).toBe(true)
    expect(socket.isOpen).toBe(true)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it('[HI5] H-35 one bad step among good ones spoils the whole command', async () => {
    const rows = await stage.rows()
    for (const steps of [
      [insertText('x'), { stepType: 'replace', from: 5, to: 2 }, insertText('y')],
      [...Array(499).fill(insertText('x')), { stepType: 'evil' }],
    ])
      expect(verdictOf(await send(edit(documentId, steps)))).toBe('invalid_steps')
    expect(await stage.rows()).toEqual(rows)
    expect((await stage.stillSound(documentId)).revision).toBe(1)
  })

  it('[HI5] H-61 of doubled keys the value that was judged is the one that is stored', async () => {
    const twice = await stage.make()
    const says = (fields: string) =>
      JSON.stringify(edit(twice, ['STEP'])).replace('"STEP"', `{"stepType":"replace",${fields}}`)
    const step = (from: string) => says(`${from},"to":1,"slice":{"content":[{"type":"text","text":"x"}]}`)
    expect(verdictOf(await socket.ask('document:command', step('"from":1,"from":99')))).toBe('invalid_steps')
    expect(verdictOf(await socket.ask('document:command', step('"from":99,"from":1')))).toBe('ok')
    const type = says('"from":1,"to":1,"slice":{"content":[{"type":"text","type":"evil","text":"x"}]}')
    expect(verdictOf(await socket.ask('document:command', type))).toBe('invalid_steps')
    expect((await stage.stillSound(twice)).doc.textContent).toBe('xHello 😀 worldSecond')
  })

  it('[HI5] H-60 a prototype is touched by nothing, wherever it is named', async () => {
    const rows = await stage.rows()
    const evil = '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}'
    const text = JSON.stringify(edit(documentId, [insertText('x')]))
    const places = [...text.matchAll(/\{/g)].map(({ index }) => index + 1)
    const verdicts: string[] = []
    for (const place of places) {
      const spoiled = `${text.slice(0, place)}${evil},${text.slice(place)}`
      const copy = spoiled.replace(/"commandId":"[^"]+"/, `"commandId":"${crypto.randomUUID()}"`)
      verdicts.push(verdictOf(await socket.ask('document:command', copy)))
    }
    // Beside the envelope's fields it's refused; what a step carries beyond its own isn't looked at, and not stored.
    expect(verdicts).toEqual(['bad_request', 'ok', 'ok', 'ok'])
    expect(await stage.rows()).toEqual({ ...rows, events: rows.events! + 3 })
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    const stored = await stage.prisma.$queryRaw<{ payload: string }[]>`
      SELECT convert_from(payload, 'UTF8') AS payload FROM event WHERE stream_id = ${documentId}::uuid`
    expect(JSON.stringify(stored)).not.toMatch(/isAdmin|__proto__|constructor/)
    documentId = await stage.make()
  })
})

describe('steps that are only unusual', () => {
  it('[HI6] H-50 odd text is stored as it is', async () => {
    const odd = await stage.make()
    const texts = [
      '\u202eright to left',
      '\u200b\ufeff\ufffc',
      `e${'\u0301'.repeat(5_000)}`,
      'tab\tand\nline',
      '👩‍👩‍👧',
    ]
    for (const text of texts) expect(verdictOf(await send(edit(odd, [insertText(text)])))).toBe('ok')
    const { doc } = await stage.stillSound(odd)
    expectSound(doc)
    for (const text of texts) expect(doc.textContent).toContain(text)
  })

  it('[HI6] H-51 nesting of 32 is taken, 33 and more are not', async () => {
    const deep = await stage.make()
    const at = (depth: number) =>
      edit(deep, [{ stepType: 'replace', from: 0, to: 0, slice: { content: [nested(depth)] } }])
    expect(verdictOf(await send(at(32)))).toBe('ok')
    expect(verdictOf(await send({ ...at(33), baseRevision: 2 }))).toBe('invalid_steps')
    expect(verdictOf(await send({ ...at(40), baseRevision: 2 }))).toBe('invalid_steps')
    for (const depth of [1_000, 3_000, 10_000]) {
      const quotes = '{"type":"blockquote","content":['.repeat(depth)
      const node = `${quotes}{"type":"paragraph"}${']}'.repeat(depth)}`
      const step = `{"stepType":"replace","from":0,"to":0,"slice":{"content":[${node}]}}`
      const command = wireJSON(edit(deep, ['STEP'])).replace('"STEP"', step)
      expect(verdictOf(await socket.ask('document:command', command))).toBe('bad_request')
    }
    expectSound((await stage.stillSound(deep)).doc)
  })

  it('[HI6] H-52, H-53 growth ends at the limit, and the document with it stays as it was', async () => {
    const growing = await stage.make()
    let taken = 0
    let text = 'x'.repeat(64)
    let answer = 'ok'
    while (answer === 'ok' && taken < 30) {
      answer = verdictOf(await send(edit(growing, [insertText(text)], { baseRevision: taken + 1 })))
      if (answer === 'ok') taken++
      text += text
    }
    expect(answer).toBe('document_too_large')
    expect(taken).toBe(8)
    expect((await stage.stillSound(growing)).doc.content.size).toBe(24 + 64 * (2 ** 8 - 1))
  })
})
