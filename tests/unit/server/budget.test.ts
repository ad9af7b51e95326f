import { describe, expect, it } from 'vitest'
import { Budget, costs } from '@/server/budget'
import { ids, wish } from '../../support/deciding'

const laptop = { authorId: ids.anna, connection: 'laptop' }
const phone = { authorId: ids.anna, connection: 'phone' }
const script = { authorId: ids.anna }
const ben = { authorId: ids.ben, connection: 'ben' }

describe('the budget for what is heavy', () => {
  it('[HI2] is a connection’s own, gathers for five seconds, and says when to go on', () => {
    let now = 0
    const budget = new Budget(100, () => now)
    expect(budget.take(laptop, 500)).toBe(0)
    expect(budget.take(laptop, 50)).toBe(500)
    now += 500
    expect(budget.take(laptop, 50)).toBe(0)
    expect(budget.take(ben, 500)).toBe(0)
    now += 3_600_000
    expect(budget.take(laptop, 500)).toBe(0)
    expect(budget.take(laptop, 1)).toBe(10)
  })

  it('[HI2] is twice that for an author over all their connections and HTTP, and nothing is taken where one is spent', () => {
    const budget = new Budget(100, () => 0)
    expect(budget.take(laptop, 500)).toBe(0)
    expect(budget.take(script, 400)).toBe(0)
    expect(budget.take(phone, 200)).toBe(500)
    expect(budget.take(phone, 100)).toBe(0)
    expect(budget.take(phone, 1)).toBe(5)
    expect(budget.take(ben, 500)).toBe(0)
  })

  it('[HI2] lets the heaviest command of all through at some time', () => {
    let now = 0
    const budget = new Budget(100, () => now)
    expect(budget.take(laptop, 1e12)).toBe(0)
    expect(budget.take(laptop, 1e12)).toBe(5_000)
    now += 5_000
    expect(budget.take(laptop, 1e12)).toBe(0)
  })

  it('[HI2] is owed for what only its doing told the price of, before anything else is paid', () => {
    let now = 0
    const budget = new Budget(100, () => now)
    const pay = budget.payFor(laptop, 100)
    expect(pay(1_500, true)).toBe(0)
    expect(pay(0)).toBe(11_000)
    now += 11_000
    expect(pay(0)).toBe(0)
    expect(pay(0)).toBe(1_000)
  })

  it('[HI2] prices 500 steps on 50,000 paragraphs at five seconds of the default', () => {
    const step = { stepType: 'replace', from: 1, to: 1 }
    const heavy = wish({ type: 'EditContent', steps: Array(500).fill(step) })
    expect(costs.command(heavy, 100_000, 0)).toBe(5 * 10_000_000)
    expect(costs.command(heavy, 100_000, 1)).toBeGreaterThan(5 * 10_000_000)
  })

  it('[HI3] remembers no connection that is gone', () => {
    const budget = new Budget(100, () => 0)
    for (let i = 0; i < 1_000; i++) budget.take({ authorId: ids.anna, connection: `${i}` }, 1)
    expect(budget.size).toBe(1_001)
    for (let i = 0; i < 1_000; i++) budget.forget(`${i}`)
    expect(budget.size).toBe(1)
  })
})
