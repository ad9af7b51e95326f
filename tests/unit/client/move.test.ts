import { beforeEach, describe, expect, test } from 'vitest'
import { MoveStep } from '@/lib/document/move'
import { ids } from '../../support/deciding'
import { Desk, type Person } from '../../support/desk'

let desk: Desk
let anna: Person
let ben: Person
beforeEach(async () => {
  desk = await Desk.with('one', 'two', 'three')
  anna = await desk.sit(ids.anna)
  ben = await desk.sit(ids.ben)
})

/** Moves the block that begins with some text to where it will be the `index`th of all. */
function move(person: Person, text: string, index: number): void {
  const { doc } = person.state
  const from = person.find(text) - 1
  const to = from + doc.nodeAt(from)!.nodeSize
  const rest = doc.children.filter(child => child !== doc.nodeAt(from))
  let target = rest.slice(0, index).reduce((sum, child) => sum + child.nodeSize, 0)
  if (target >= from) target += to - from
  person.do(tr => tr.step(MoveStep.to(doc, from, to, target)!))
}

describe('a block that is moved', () => {
  test.each([
    ['one', 2, 'two|three|one!'],
    ['one', 1, 'two|one!|three'],
    ['three', 0, 'three!|one|two'],
    ['two', 0, 'two!|one|three'],
  ])(
    '[WT6] %s to place %i keeps what somebody wrote into it meanwhile, whoever was first',
    async (text, index, seen) => {
      for (const first of [anna, ben]) {
        await desk.apart(() => {
          move(anna, text, index)
          ben.type('!', { after: text })
        }, first)
        expect(await desk.seen()).toBe(seen)
        for (const person of [anna, ben]) expect(person.session.state.drafts).toEqual([])
        ben.undo()
        anna.undo()
        await desk.settle()
        expect(await desk.seen()).toBe('one|two|three')
      }
    },
  )

  test.each([0, 1])('[WT6] keeps what was written into the blocks that it passes (%i first)', async first => {
    await desk.apart(() => {
      move(anna, 'one', 2)
      ben.type('?', { after: 'two' }).type('!', { after: 'three' })
    }, [anna, ben][first]!)
    expect(await desk.seen()).toBe('two?|three!|one')
  })

  test('[WT6] that is split, and written into at its ends, by others goes whole', async () => {
    await desk.apart(() => {
      move(anna, 'two', 0)
      ben
        .do(tr => tr.split(ben.find('two') + 1))
        .type('<', { before: 'wo' })
        .type('>', { after: 'wo' })
    }, ben)
    expect(await desk.seen()).toBe('t|<wo>|one|three')
  })

  test('[WT6] by two at once, or moved and deleted, is there once or not at all', async () => {
    await desk.apart(() => {
      move(anna, 'one', 2)
      move(ben, 'one', 1)
    }, anna)
    expect((await desk.seen()).split('|').sort()).toEqual(['one', 'three', 'two'])
    await desk.apart(() => {
      move(anna, 'two', 2)
      const from = ben.find('two') - 1
      ben.do(tr => tr.delete(from, from + 5))
    }, ben)
    expect((await desk.seen()).split('|').sort()).toEqual(['one', 'three'])
  })

  test('[WT6] takes along what one typed before: undone after it, it goes; undoing the move, others’ words stay', async () => {
    anna.type(' more', { after: 'one' })
    await desk.settle()
    move(anna, 'one', 2)
    await desk.settle()
    ben.type(' Ben', { after: 'one' })
    await desk.settle()
    expect(await desk.seen()).toBe('two|three|one Ben more')
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('one Ben more|two|three')
    anna.redo()
    await desk.settle()
    expect(await desk.seen()).toBe('two|three|one Ben more')
    anna.undo().undo()
    await desk.settle()
    expect(await desk.seen()).toBe('one Ben|two|three')
    anna.redo().redo()
    move(ben, 'one', 1)
    await desk.settle()
    anna.undo().undo()
    await desk.settle()
    expect((await desk.seen()).split('|').sort()).toEqual(['one Ben', 'three', 'two'])
  })

  test('[WT6] keeps the caret of who writes in it', async () => {
    ben.caretAfter('on')
    move(anna, 'one', 2)
    await desk.settle()
    ben.dispatch(ben.state.tr.insertText('X'))
    ben.binding.takeLocal()
    await desk.settle()
    expect(await desk.seen()).toBe('two|three|onXe')
  })
})
