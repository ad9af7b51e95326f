import { describe, expect, it } from 'vitest'
import { Budget, costs, settle, weigh } from '@/server/budget'
import { ids, wish } from '../../support/deciding'
import { insertText } from '../../support/hostile/wire'
import { paragraphs } from '../../support/scribe'

const laptop = { authorId: ids.anna, connection: 'laptop' }
const phone = { authorId: ids.anna, connection: 'phone' }
const script = { authorId: ids.anna }
const edit = (steps: unknown[]) => wish({ type: 'EditContent', steps })
const tooLarge = { refusal: { code: 'command_too_large' } }
const ben = { authorId: ids.ben, connection: 'ben' }

describe('the budget for what is heavy', () => {
  it('[HI2] is a connection’s own, gathers for two seconds, and says when to go on', () => {
    let now = 0
    const budget = new Budget(100, () => now)
    expect(budget.take(laptop, 200)).toBe(0)
    expect(budget.take(laptop, 50)).toBe(500)
    now += 500
    expect(budget.take(laptop, 50)).toBe(0)
    expect(budget.take(ben, 200)).toBe(0)
    now += 3_600_000
    expect(budget.take(laptop, 200)).toBe(0)
    expect(budget.take(laptop, 1)).toBe(10)
  })

  it('[HI2] is twice that for an author over all their connections and HTTP, and nothing is taken where one is spent', () => {
    const budget = new Budget(100, () => 0)
    expect(budget.take(laptop, 200)).toBe(0)
    expect(budget.take(script, 160)).toBe(0)
    expect(budget.take(phone, 80)).toBe(200)
    expect(budget.take(phone, 40)).toBe(0)
    expect(budget.take(phone, 1)).toBe(5)
    expect(budget.take(ben, 200)).toBe(0)
  })

  it('[HI2] lets the heaviest of all through when all of it is there, and has it made up for', () => {
    let now = 0
    const budget = new Budget(100, () => now)
    expect(budget.take(laptop, 1)).toBe(0)
    expect(budget.take(laptop, 1_000)).toBe(10)
    now += 10
    expect(budget.take(laptop, 1_000)).toBe(0)
    expect(budget.debt(laptop)).toBe(8_000)
    expect(budget.take(laptop, 1_000)).toBe(10_000)
    now += 10_000
    expect(budget.take(laptop, 1_000)).toBe(0)
  })

  it('[HI2] is owed for what only its doing told the price of, before anything else is paid', () => {
    let now = 0
    const budget = new Budget(100, () => now)
    const pay = budget.payFor(laptop)
    expect(pay(1_200, true)).toBe(0)
    expect(pay(0)).toBe(10_000)
    now += 10_000
    expect(pay(0)).toBe(0)
    expect(pay(1)).toBe(10)
  })

  it('[HI2] takes 500 letters in 50,000 paragraphs at five seconds of the default', () => {
    const wide = paragraphs(...Array(49_990).fill('x'))
    const heavy = edit(Array(500).fill(insertText('x')))
    expect(costs.command(heavy, wide, 0) / (5 * 10_000_000)).toBeCloseTo(1, 0)
    expect(weigh(heavy, {}, costs.command(heavy, wide, 0), 0)).toBeNull()
    expect(costs.command(heavy, wide, 1)).toBeGreaterThan(costs.command(heavy, wide, 0))
  })

  it('[HI16] a command that reaches over more, or brings in more, than may be decided in one go is too large', () => {
    const wide = paragraphs(...Array(49_990).fill('x'))
    const marks = Array(500).fill({ stepType: 'addMark', from: 0, to: wide.content.size, mark: { type: 'bold' } })
    expect(weigh(edit(marks), {}, costs.command(edit(marks), wide, 0), 0)).toMatchObject(tooLarge)
    expect(weigh(edit([marks[0]]), {}, costs.command(edit([marks[0]]), wide, 0), 0)).toBeNull()
    const blocks = {
      stepType: 'replace',
      from: 0,
      to: 0,
      slice: { content: Array(200_000).fill({ type: 'paragraph' }) },
    }
    expect(weigh(edit([blocks]), {}, costs.command(edit([blocks]), paragraphs(''), 0), 0)).toMatchObject(tooLarge)
  })

  it('[HI16] what took much longer than it cost is owed', () => {
    const budget = new Budget(10_000_000, () => 0)
    const pay = budget.payFor(laptop)
    settle({ pay }, 0, 10)
    settle({ pay }, 3_000_000, 30)
    expect(pay(20_000_000)).toBe(0)
    settle({ pay }, 3_000_000, 1_030)
    expect(pay(0)).toBe(10_000)
  })

  it('[HI3] remembers no connection that is gone', () => {
    const budget = new Budget(100, () => 0)
    for (let i = 0; i < 1_000; i++) budget.take({ authorId: ids.anna, connection: `${i}` }, 1)
    expect(budget.size).toBe(1_001)
    for (let i = 0; i < 1_000; i++) budget.forget(`${i}`)
    expect(budget.size).toBe(1)
  })
})
