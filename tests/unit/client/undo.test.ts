import { beforeEach, describe, expect, test } from 'vitest'
import type { RecordedEvent } from '@/lib/document/events'
import { schema } from '@/lib/document/schema'
import { ids } from '../../support/deciding'
import { block, Desk, type Person } from '../../support/desk'

let desk: Desk
let anna: Person
let ben: Person
beforeEach(async () => {
  desk = await Desk.with('Hello world', 'Second')
  anna = await desk.sit(ids.anna)
  ben = await desk.sit(ids.ben)
})

const edits = (events: RecordedEvent[]) => events.flatMap(event => (event.type === 'ContentEdited' ? [event] : []))

describe('undo', () => {
  test('[UA2] takes back an edit that says what it brings or takes back, as any other, and does it again', async () => {
    ben.type(' big', { after: 'Hello' })
    await desk.settle()
    const [theirs] = edits(await desk.events())
    const making = { origin: 'undone', undoes: [theirs!.commandId] }
    anna.do(tr => tr.setMeta('making', making).delete(6, 10))
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|Second')
    expect(edits(await desk.events()).at(-1)!.data).toMatchObject(making)
    expect([anna.undoable, anna.redoable]).toEqual([1, 0])
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello big world|Second')
    anna.redo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|Second')
  })

  test("[UN1] takes back only one's own edits", async () => {
    anna.type(' big', { after: 'Hello' })
    await desk.settle()
    ben.type(' thing', { after: 'Second' })
    await desk.settle()
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|Second thing')
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|Second thing')
  })

  test.each([
    ['before', 'He', 'HeXllo world'],
    ['after', 'world', 'Hello worldX'],
    ['right before', 'Hello', 'HelloX world'],
    ['inside of', 'Hello bi', 'HelloX world'],
  ])('[UN2] survives typing by somebody else %s what was typed', async (_, place, left) => {
    anna.type(' big', { after: 'Hello' })
    await desk.settle()
    ben.type('X', { after: place })
    await desk.settle()
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe(`${left}|Second`)
    anna.redo()
    await desk.settle()
    const [first] = (await desk.seen()).split('|')
    expect([...first!].filter(letter => letter !== 'X').join('')).toBe('Hello big world')
    expect(first).toContain('X')
  })

  test('[UN2] survives what arrives while the edit is still unconfirmed', async () => {
    await desk.apart(() => {
      anna.type(' big', { after: 'Hello' })
      ben.type('Oh! ', { before: 'Hello' })
    }, ben)
    expect(await desk.seen()).toBe('Oh! Hello big world|Second')
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Oh! Hello world|Second')
  })

  test('[UN2] of what came in one piece leaves what somebody else wrote into it, and redo puts it around that again', async () => {
    const at = anna.find('world')
    anna.do(tr => tr.replaceWith(at, at + 5, schema.text('pasted words')))
    await desk.settle()
    ben.type('XY', { after: 'pasted w' })
    ben.erase('ast')
    await desk.settle()
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello worldXY|Second')
    anna.redo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello ped wXYords|Second')
  })

  test('[UN2] of several blocks leaves the one that somebody else wrote in, without what it held before', async () => {
    anna.do(tr => tr.insert(tr.doc.content.size, [block('one'), block('two'), block('three')]))
    await desk.settle()
    ben.type('X', { after: 'tw' })
    await desk.settle()
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|Second|X')
    anna.redo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|Second|one|twXo|three')
  })

  test('[UN3] and redo come back to the same words, however often', async () => {
    anna.type(' big', { after: 'Hello' })
    anna.erase('Second')
    await desk.settle()
    for (let i = 0; i < 3; i++) {
      anna.undo()
      anna.undo()
      await desk.settle()
      expect(await desk.seen()).toBe('Hello world|Second')
      anna.redo()
      ben.type('.', { after: 'world' })
      await desk.settle()
      expect(await desk.seen()).toMatch(/^Hello big world\.\|Second$/)
      ben.undo()
      anna.redo()
      await desk.settle()
      expect(await desk.seen()).toBe('Hello big world|')
    }
  })

  test('[UN4] of something whose paragraph somebody else deleted changes nothing, and the next one goes on before it', async () => {
    anna.type('Oh! ', { before: 'Hello' })
    await desk.settle()
    anna.type(' one', { after: 'Second' })
    await desk.settle()
    ben.do(tr => tr.delete(ben.find('Second') - 1, tr.doc.content.size))
    await desk.settle()
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Oh! Hello world')
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world')
    const [first, , , undone, ...more] = edits(await desk.events())
    expect(undone!.data.undoes).toEqual([first!.commandId])
    expect(more).toEqual([])
  })

  test('[UN5] where there is nothing to take back makes no command', async () => {
    for (let i = 0; i < 50; i++) anna.undo()
    for (let i = 0; i < 50; i++) anna.redo()
    ben.type('X', { before: 'Hello' })
    await desk.settle()
    for (let i = 0; i < 50; i++) anna.undo().redo()
    await desk.settle()
    expect((await desk.events()).map(({ type, authorId }) => [type, authorId])).toEqual([
      ['DocumentCreated', ids.anna],
      ['ContentEdited', ids.ben],
    ])
    expect(anna.undoable).toBe(0)
  })

  test("[UN6] right after a change of somebody else takes back one's own last edit, not theirs", async () => {
    anna.type(' big', { after: 'Hello' })
    await desk.apart(() => {
      ben.type('X', { before: 'Second' })
    }, ben)
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world|XSecond')
  })

  test('[UN7] names the commands that it takes back, and redo the undo', async () => {
    anna.type(' big', { after: 'Hello' })
    await desk.settle()
    anna.type('!', { after: 'world' })
    await desk.settle()
    anna.undo()
    await desk.settle()
    anna.undo()
    await desk.settle()
    anna.redo()
    await desk.settle()
    const [first, second, undone, undoneToo, redone] = edits(await desk.events())
    expect(undone!.data).toMatchObject({ origin: 'undone', undoes: [second!.commandId] })
    expect(undoneToo!.data).toMatchObject({ origin: 'undone', undoes: [first!.commandId] })
    expect(redone!.data).toMatchObject({ origin: 'redone', undoes: [undoneToo!.commandId] })
    expect(first!.data).not.toHaveProperty('undoes')
  })

  test('[UN7] names all commands of a stretch of typing that it takes back at once', async () => {
    for (const letter of 'big') {
      const at = anna.find('Hello') + 5
      anna.dispatch(anna.state.tr.insertText(letter, at + 'big'.indexOf(letter)))
      anna.binding.takeLocal()
      await desk.settle()
    }
    anna.undo()
    await desk.settle()
    const made = edits(await desk.events())
    expect(made).toHaveLength(4)
    expect(made.at(-1)!.data.undoes).toEqual(made.slice(0, 3).map(({ commandId }) => commandId))
    expect(await desk.seen()).toBe('Hello world|Second')
  })

  test('[UN7] names the right command also where an earlier one vanished with its paragraph', async () => {
    // Ben's is on its way first; Anna's first command is in flight when the second one is made.
    ben.do(tr => tr.delete(ben.find('Second') - 1, tr.doc.content.size))
    anna.type(' one', { after: 'Second' })
    anna.type(' big', { after: 'Hello' })
    await desk.settle()
    expect(await desk.seen()).toBe('Hello big world')
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('Hello world')
    const made = edits(await desk.events())
    const mine = made.filter(({ authorId }) => authorId === ids.anna)
    expect(mine.map(({ data }) => data.steps.length)).toEqual([0, 4, 4])
    expect(mine.at(-1)!.data.undoes).toEqual([mine.at(-2)!.commandId])
  })

  test('[UN8] of a mark and of a new paragraph leaves what somebody else wrote in them', async () => {
    anna.do(tr => tr.addMark(1, 6, tr.doc.type.schema.marks.bold!.create()))
    anna.do(tr => tr.insert(tr.doc.content.size, block('Third')))
    await desk.settle()
    ben.type('XX', { after: 'Hel' })
    ben.type('Y', { after: 'world' })
    await desk.settle()
    anna.undo().undo()
    await desk.settle()
    expect(await desk.seen()).toBe('HelXXlo worldY|Second')
  })
})
