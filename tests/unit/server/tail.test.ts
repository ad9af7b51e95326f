import { beforeEach, describe, expect, it } from 'vitest'
import { Budget } from '@/server/budget'
import { ids } from '../../support/deciding'
import { anna, answer, Office, typing } from '../../support/writing'

const length = 400_000
let office: Office

beforeEach(async () => {
  office = new Office()
  await office.create()
})

/** Writes so many long texts, each over the last one. */
async function write(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const slice = { content: [{ type: 'text', text: String.fromCharCode(97 + (i % 26)).repeat(length) }] }
    const step = { stepType: 'replace', from: 1, to: i === 0 ? 1 : 1 + length, slice }
    expect(answer(await office.submit(typing('', i + 1, { steps: [step] })))).toBe(i + 2)
  }
}

const writer = async () => (await office.writers.load(ids.document))!.writer

describe('the last events of a document', () => {
  it('[HI15] are kept in memory by number and by bytes', async () => {
    await write(100)
    const kept = (await writer()).eventsSince(100)
    expect(kept).toHaveLength(1)
    expect((await writer()).eventsSince(1)).toBeNull()
    let oldest = 101
    while ((await writer()).eventsSince(oldest - 1)) oldest--
    expect((101 - oldest) * length).toBeLessThan(32 * 1024 * 1024)
  })

  it('[HI15] are read again to rebase what was made before them, and what is more than that is too far behind', async () => {
    await write(120)
    // By another process, which has nothing in memory.
    const late = new Office(office.store)
    expect(answer(await late.submit(typing('x', 1)))).toBe(122)
    const far = new Office(office.store)
    expect(answer(await far.submit(typing('y', 100), anna))).toBe(123)
  })

  it('[HI15] beyond 64 MiB they are too far behind, which whoever asked for it has to make up for', async () => {
    await write(190)
    const late = new Office(office.store)
    const budget = new Budget(10_000_000, () => 0)
    const pay = budget.payFor({ authorId: ids.anna })
    expect(answer(await late.submit(typing('x', 1), { ...anna, pay }))).toBe('too_far_behind')
    // The whole burst is possible again only when the debt is paid.
    expect(pay(0)).toBeGreaterThan(1_000)
    expect(answer(await late.submit(typing('x', 100)))).toBe(192)
  })
})
