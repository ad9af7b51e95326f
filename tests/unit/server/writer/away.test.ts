import { describe, expect, test } from 'vitest'
import { ids } from '../../../support/deciding'
import { FaultyStore } from '../../../support/faulty-store'
import { anna, answer, ben, insist, log, Office, renaming, soundLog, typing } from '../../../support/writing'

const refusal = async (outcome: ReturnType<Office['submit']>) => {
  const settled = await outcome
  return 'refusal' in settled ? settled.refusal : null
}

describe('more than may wait for the log', () => {
  test('[FT4] is answered busy at once, and what waits goes on', async () => {
    const store = new FaultyStore()
    const office = new Office(store, { waiting: { commands: 10, bytes: 1e9 } })
    await office.create()
    const release = store.hold()
    const waiting = Array.from({ length: 10 }, (_, i) => office.submit(renaming(`${i}`)))
    const more = await Promise.all([refusal(office.submit(renaming('more'))), refusal(office.submit(typing('x'), ben))])
    expect(more).toEqual([1, 2].map(() => expect.objectContaining({ code: 'busy', retryInMs: expect.any(Number) })))
    release()
    expect((await Promise.all(waiting)).map(answer)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(answer(await office.submit(renaming('later')))).toBe(12)
    expect(await soundLog(store)).toHaveLength(12)
  })

  test('[FT4] is counted in bytes too, and in new documents', async () => {
    const store = new FaultyStore()
    const office = new Office(store, { waiting: { commands: 1_000, bytes: 10_000 } })
    await office.create()
    const release = store.hold()
    const waiting = [office.submit(typing('x'.repeat(6_000))), office.submit(typing('y'))]
    expect(await refusal(office.submit(typing('z'.repeat(6_000))))).toMatchObject({ code: 'busy' })
    const document = { documentId: ids.ben, title: 'z'.repeat(6_000) }
    expect(await refusal(office.writers.create(document, anna))).toMatchObject({ code: 'busy' })
    release()
    expect((await Promise.all(waiting)).map(answer)).toEqual([2, 3])
  })

  test('[FT4] may be a single command that is larger than all that may wait: alone it is taken', async () => {
    const office = new Office(new FaultyStore(), { waiting: { commands: 10, bytes: 1_000 } })
    await office.create()
    expect(answer(await office.submit(typing('x'.repeat(5_000))))).toBe(2)
  })
})

describe('a log that can be read but takes nothing', () => {
  test('[FT5] is tried ever more rarely, and commands are answered busy within seconds', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    store.faults = Array(10_000).fill('before')
    const began = Date.now()
    const codes = (await Promise.all(['a', 'b', 'c'].map(text => office.submit(typing(text))))).map(answer)
    expect(codes).toEqual(['busy', 'busy', 'busy'])
    expect(Date.now() - began).toBeLessThan(15_000)
    // Twice the wait each time, 20 ms to 2 s: a handful of tries, where trying at once would make hundreds.
    expect(10_000 - store.faults.length).toBeLessThan(15)
    expect(await log(store)).toHaveLength(1)
    expect(office.told).toHaveLength(1)
  }, 30_000)

  test('[FT5] and goes on by itself: the same commands sent again are stored, once', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    store.faults = Array(10_000).fill('before')
    const commands = ['a', 'b', 'c'].map(text => renaming(text))
    const outcomes = commands.map(command => insist(() => office.submit(command)))
    setTimeout(() => {
      store.faults = []
    }, 3_000)
    const revisions = (await Promise.all(outcomes)).map(answer)
    expect([...revisions].sort()).toEqual([2, 3, 4])
    expect(await soundLog(store)).toHaveLength(4)
  }, 30_000)

  test('[FT5] but has stored it all the same: it is answered as stored', async () => {
    const store = new FaultyStore()
    const office = new Office(store)
    await office.create()
    store.faults = [...Array(9).fill('before'), 'after', ...Array(10_000).fill('before')]
    const outcome = await insist(() => office.submit(renaming('x')))
    expect(answer(outcome)).toBe(2)
    expect(await soundLog(store)).toHaveLength(2)
  }, 30_000)
})
