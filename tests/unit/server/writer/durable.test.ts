import { describe, expect, test } from 'vitest'
import { ids } from '../../../support/deciding'
import { FaultyStore } from '../../../support/faulty-store'
import { Random } from '../../../support/random'
import { anna, answer, ben, insist, log, Office, renaming, soundLog, typing } from '../../../support/writing'

const pause = (ms = 5) => new Promise(resolve => setTimeout(resolve, ms))

describe('an acknowledgement', () => {
  test('[WR1] comes after the commit, and so does the broadcast', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    const release = store.hold()
    let answered = false
    const outcome = office.submit(typing('x')).finally(() => {
      answered = true
    })
    await pause()
    expect(answered).toBe(false)
    expect(office.told).toHaveLength(1)
    expect(await log(store)).toHaveLength(1)
    expect((await office.writers.current(ids.document))!.revision).toBe(1)
    release()
    expect(answer(await outcome)).toBe(2)
    expect(office.told.at(-1)!.revision).toBe(2)
    expect((await office.writers.current(ids.document))!.revision).toBe(2)
  })

  test('[WR1] is not given for what the log did not take: it is decided again on what is there', async () => {
    const store = new FaultyStore()
    const [office, other] = [new Office(store), new Office(store.inner)]
    await office.create()
    store.faults = [() => other.submit(typing('other '), ben)]
    expect(answer(await office.submit(typing('mine')))).toBe(3)
    expect((await office.writers.current(ids.document))!.doc.textContent).toMatch(/^(other mine|mineother )$/)
    expect(office.told.map(({ revision }) => revision)).toEqual([1, 2, 3])
    expect(office.errors).toEqual([])
  })
})

describe.each(['before', 'after'] as const)('an append that breaks %s it was stored', fault => {
  test('[WR2] is settled by reading: each command is stored once and answered as such', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    store.faults = [fault, fault]
    const outcomes = await Promise.all(['a', 'b', 'c'].map(text => office.submit(typing(text))))
    expect(outcomes.map(answer)).toEqual([2, 3, 4])
    expect(await soundLog(store)).toHaveLength(4)
    expect(office.told.map(({ revision }) => revision)).toEqual([1, 2, 3, 4])
    expect(office.errors.length).toBeGreaterThan(0)
  })
})

describe('whatever happens', () => {
  test('[WR2] every accepted command stands in the log once, where its author was told, in their order', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed)
      const store = new FaultyStore()
      const [office, other] = [new Office(store), new Office(store.inner)]
      await office.create()
      store.faults = Array.from({ length: 60 }, () =>
        random.pick(['before', 'after', null, null, () => other.submit(renaming('race'), ben)] as const),
      )
      const told = new Map<string, number>()
      const people = Array.from({ length: 6 }, async (_, i) => {
        const sender = { ...anna, authorId: `00000000-0000-4000-8000-0000000001${String(i).padStart(2, '0')}` }
        const mine: number[] = []
        for (let n = 0; n < 12; n++) {
          const command = typing(`${i}`, Math.max(1, mine.at(-1) ?? 1))
          const outcome = await insist(() => office.submit(command, sender))
          if ('refusal' in outcome) throw new Error(outcome.refusal.code)
          told.set(`${sender.authorId} ${command.commandId}`, outcome.event.revision)
          mine.push(outcome.event.revision)
        }
        expect(mine).toEqual([...mine].sort((a, b) => a - b))
      })
      await Promise.all(people)
      const events = await soundLog(store)
      for (const [command, revision] of told) {
        const { authorId, commandId } = events[revision - 1]!
        expect(`${authorId} ${commandId}`).toBe(command)
      }
      expect(told.size).toBe(72)
      // Whoever listens has heard everything, in order (some of it maybe twice).
      const heard = office.told.map(({ revision }) => revision)
      expect([...new Set(heard)].sort((a, b) => a - b)).toEqual(
        events.map(({ revision }) => revision).slice(0, Math.max(...heard)),
      )
      const document = (await office.writers.current(ids.document))!
      expect(document.doc.textContent).toHaveLength(72)
    }
  }, 30_000)

  test('[WR3] what is sent one after the other without waiting keeps its order, also through failures', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    store.faults = ['before', 'after', null, 'before']
    const letters = [...'abcdefghij']
    const commands = letters.map(letter => renaming(letter))
    const outcomes: Promise<unknown>[] = []
    for (const command of commands) {
      outcomes.push(office.submit(command))
      await pause(0)
    }
    await Promise.all(outcomes)
    const titles = (await soundLog(store)).flatMap(event =>
      event.type === 'DocumentRenamed' ? [event.data.title] : [],
    )
    expect(titles.join('')).toBe(letters.join(''))
  })

  test('[WR4] thousands of commands that wait for one slow commit are all stored', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    const release = store.hold()
    const outcomes = Array.from({ length: 3_000 }, (_, i) => office.submit(renaming(`${i}`)))
    await pause()
    release()
    expect((await Promise.all(outcomes)).map(answer)).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 2))
    expect(await soundLog(store)).toHaveLength(3_001)
  }, 60_000)

  test('[WR5] who listens and fails does not stop who writes', async () => {
    const errors: unknown[] = []
    const office = new Office(new FaultyStore(), {
      onCommitted: () => {
        throw new Error('Nobody listens')
      },
      onError: error => errors.push(error),
    })
    await office.create()
    expect(answer(await office.submit(typing('a')))).toBe(2)
    expect(answer(await office.submit(typing('b')))).toBe(3)
    expect(errors).toHaveLength(3)
  })

  test('[BK15] a log that takes nothing, though nobody was first, is not asked without end', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    let asked = 0
    const append = store.append.bind(store)
    store.append = async runs => {
      asked++
      return runs.map(() => null)
    }
    expect(await office.submit(typing('x'))).toMatchObject({ refusal: { code: 'busy' } })
    expect(asked).toBe(1)
    store.append = append
    expect(answer(await office.submit(typing('y')))).toBe(2)
  })

  test('[WR6] time never runs backwards in a document', async () => {
    let now = Date.parse('2026-01-01T12:00:00.000Z')
    const office = new Office(new FaultyStore(), { now: () => new Date(now) })
    await office.create()
    for (const ms of [1_000, -3_600_000, 500, -1]) {
      now += ms
      await office.submit(typing('x'))
    }
    const times = (await log(office.store)).map(({ recordedAt }) => recordedAt)
    expect(times).toEqual([...times].sort())
    expect(new Set(times)).toEqual(new Set(['2026-01-01T12:00:00.000Z', '2026-01-01T12:00:01.000Z']))
  })
})
