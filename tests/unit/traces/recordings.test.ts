import { describe, expect, it } from 'vitest'
import { isConcurrent, seen } from '../../support/traces/format'
import { generateConcurrent, generateSequential } from '../../support/traces/generate'
import { merged } from '../../support/traces/merge'
import { endOf, recording, recordings } from '../../support/traces/read'
import { patched, Typist, toDocument, toText } from '../../support/traces/text'
import { timesOf } from '../../tools/replay/pace'

const quiet = () => {}

describe('a text as a document', () => {
  it('[TR1] has a paragraph for each line and is the same text again', () => {
    for (const text of ['', '\n', 'one', 'one\n\ntwo\n', 'ä 漢 😀\n🪨']) expect(toText(toDocument(text))).toBe(text)
    expect(toDocument('one\n\ntwo').childCount).toBe(3)
  })

  it('[TR2] counts code points as the recording does and UTF-16 units as the document does', () => {
    const typist = new Typist(toDocument('😀a\n🪨b'))
    const [first, second] = typist.type([
      [2, 0, '!'],
      [5, 1, 'c'],
    ])
    expect(first!.step.toJSON()).toMatchObject({ from: 4, to: 4 })
    expect(second!.step.toJSON()).toMatchObject({ from: 9, to: 10 })
    expect(toText(typist.doc)).toBe('😀a!\n🪨c')
  })

  it('[TR2] parts and joins paragraphs where lines are parted and joined', () => {
    const typist = new Typist(toDocument('one two'))
    typist.type([
      [3, 1, '\nand\n'],
      [2, 4, ''],
    ])
    expect(toText(typist.doc)).toBe('ond\ntwo')
    expect(() => typist.doc.check()).not.toThrow()
  })

  it('[TR2] has no place beyond its end', () => {
    expect(() => new Typist(toDocument('abc')).type([[5, 0, 'x']])).toThrow(RangeError)
  })
})

describe('recordings', () => {
  // The longest one takes half a minute this way; the replay types it whole.
  for (const name of recordings.filter(name => name !== 'automerge-paper'))
    it(`[TR3] ${name}: every patch in order leads to its end`, () => {
      const { trace } = recording(name, 2_000, quiet)
      if (isConcurrent(trace)) return expect(merged(trace) === trace.endContent).toBe(true)
      const typist = new Typist(toDocument(trace.startContent))
      for (const { patches } of trace.txns) typist.type(patches)
      expect(toText(typist.doc) === trace.endContent).toBe(true)
    }, 60_000)

  it('[TR3] automerge-paper: so does its beginning, for text and document alike', () => {
    const { trace } = recording('automerge-paper', 5_000, quiet)
    if (isConcurrent(trace)) throw new Error('It is by one author')
    const typist = new Typist(toDocument(trace.startContent))
    for (const { patches } of trace.txns.slice(0, 5_000)) typist.type(patches)
    expect(toText(typist.doc) === endOf(trace, 5_000)).toBe(true)
  })

  it('[TR4] are made in both formats where there are none, the same from the same seed', () => {
    const alone = generateSequential(3, 500)
    expect(generateSequential(3, 500)).toEqual(alone)
    expect(alone.endContent).not.toBe(generateSequential(4, 500).endContent)
    const typist = new Typist(toDocument(alone.startContent))
    for (const { patches } of alone.txns) typist.type(patches)
    expect(toText(typist.doc)).toBe(alone.endContent)
    expect(alone.endContent).toMatch(/😀|石/u)

    const together = generateConcurrent(3, 500)
    expect(generateConcurrent(3, 500)).toEqual(together)
    expect(together.txns.some(({ parents }) => parents.length > 1)).toBe(true)
  })

  it('[TR4] made or real, tell what each author had seen', () => {
    const { trace } = recording('friendsforever-concurrent', 500, quiet)
    if (!isConcurrent(trace)) throw new Error('It is by two authors')
    const made = new Array<number>(trace.numAgents).fill(0)
    const views = seen(trace)
    trace.txns.forEach(({ agent }, i) => {
      expect(views[i]![agent]).toBe(made[agent]!++)
    })
    const behind = trace.txns.filter(({ agent }, i) => views[i]!.some((have, a) => a !== agent && have < made[a]!))
    expect(behind.length).toBeGreaterThan(0)
  })

  it('[TR4] merged by hand: who deletes and who inserts at the same time', () => {
    const trace = {
      startContent: 'abc',
      endContent: '',
      numAgents: 2,
      txns: [
        { parents: [], agent: 0, patches: [[1, 1, '']] as [[number, number, string]] },
        { parents: [], agent: 1, patches: [[3, 0, 'd']] as [[number, number, string]] },
        { parents: [0, 1], agent: 0, patches: [[2, 0, '-']] as [[number, number, string]] },
      ],
    }
    expect(merged(trace)).toBe('ac-d')
    expect(merged(trace, 2)).toBe('acd')
  })

  it('[TR4] get made times, seeded, only where they have none', () => {
    const timed = generateSequential(3, 200)
    expect(timesOf(timed).made).toBe(false)
    const untimed = { ...timed, txns: timed.txns.map(({ patches }) => ({ patches })) }
    const { due, made } = timesOf(untimed)
    expect(made).toBe(true)
    expect(timesOf(untimed).due).toEqual(due)
    expect(due.every((at, i) => i === 0 || at > due[i - 1]!)).toBe(true)
  })

  it('[TR3] are patched the same by text alone', () => {
    expect(
      patched('a😀c', [
        [1, 1, 'b'],
        [3, 0, '\n'],
      ]),
    ).toBe('abc\n')
  })
})
