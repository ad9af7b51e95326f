import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { ReplaceStep } from '@tiptap/pm/transform'
import { describe, expect, it } from 'vitest'
import { inParts } from '@/lib/client/parts'
import type { RecordedEvent } from '@/lib/document/events'
import { applyStep } from '@/lib/document/steps'
import { bytesOf } from '@/lib/replica/batch'
import { ids } from '../../support/deciding'
import { block, Desk } from '../../support/desk'
import { Device } from '../../support/memory-outbox'
import { forSeeds } from '../../support/property'
import { paragraphs } from '../../support/scribe'
import { settled } from '../../support/world/wire'

const many = (count: number, text = 'a line that was pasted') => Array.from({ length: count }, (_, i) => `${text} ${i}`)
const edits = async (desk: Desk) =>
  (await desk.events()).filter(
    (event): event is Extract<RecordedEvent, { type: 'ContentEdited' }> => event.type === 'ContentEdited',
  )

describe('an edit of more than one command may hold', () => {
  it('[OB16] goes out in several commands, and is undone as what it was', async () => {
    const desk = await Desk.with('before', 'after')
    const [anna, ben] = [await desk.sit(), await desk.sit(ids.ben)]
    anna.do(tr => {
      for (const text of many(700)) tr.insert(tr.doc.content.size, block(text))
    })
    ben.type('!', { after: 'before' })
    await desk.settle()
    expect(await desk.seen()).toBe(`before!|after|${many(700).join('|')}`)
    const made = (await edits(desk)).filter(({ authorId }) => authorId === ids.anna)
    expect(made.map(({ data }) => data.steps.length)).toEqual([500, 200])
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('before!|after')
    const undone = (await edits(desk)).slice(3)
    for (const { data } of undone) expect(data.undoes).toEqual(made.map(({ commandId }) => commandId))
    anna.redo()
    await desk.settle()
    expect(await desk.seen()).toBe(`before!|after|${many(700).join('|')}`)
  })

  it('[OB16] as one paste of megabytes goes out in several commands', async () => {
    const desk = await Desk.with('before', 'after')
    const anna = await desk.sit()
    const texts = many(14_000, 'x'.repeat(50))
    const at = anna.find('after')
    // Open at both ends, as what was copied from the middle of a text is.
    anna.do(tr => tr.replace(at + 2, at + 3, new Slice(paragraphs(...texts).content, 1, 1)))
    await desk.settle()
    expect(await desk.seen()).toBe(`before|af${texts.join('|')}er`)
    const made = await edits(desk)
    expect(made.length).toBeGreaterThan(1)
    for (const { data } of made) expect(JSON.stringify(data).length).toBeLessThan(1_000_000)
    anna.undo()
    await desk.settle()
    expect(await desk.seen()).toBe('before|after')
    expect(anna.session.state).toMatchObject({ unconfirmed: 0, drafts: [], refusal: null })
  })

  it('[OB16] that a server finds too large goes out in smaller ones, whatever it finds too large', async () => {
    const desk = await Desk.within({ steps: 100 }, 'before')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.do(tr => {
      for (const text of many(450)) tr.insert(tr.doc.content.size, block(text))
    })
    anna.type('!', { after: 'before' })
    await desk.settle()
    expect(await desk.seen()).toBe(`before!|${many(450).join('|')}`)
    const made = await edits(desk)
    expect(made.length).toBeGreaterThan(5)
    expect(device.records.size).toBe(0)
    anna.undo().undo()
    await desk.settle()
    expect(await desk.seen()).toBe('before')
    const undoes = new Set((await edits(desk)).flatMap(({ data }) => data.undoes ?? []))
    expect(undoes).toEqual(new Set(made.map(({ commandId }) => commandId)))
  })

  it('[OB16] that lost its connection while it was parted is sent by the page that comes after it, once', async () => {
    const desk = await Desk.within({ steps: 100 }, 'before')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.do(tr => {
      for (const text of many(450)) tr.insert(tr.doc.content.size, block(text))
    })
    while ((await desk.events()).length < 3) await desk.clock.step()
    await anna.die()
    desk.people.length = 0
    const again = await desk.sit(ids.anna, device)
    await desk.settle()
    expect((await desk.seen()) === `before|${many(450).join('|')}`).toBe(true)
    expect(again.session.state).toMatchObject({ unconfirmed: 0, drafts: [] })
  })

  it('[OB16] that goes out in parts rests on the device first, as what goes out', async () => {
    const desk = await Desk.within({ steps: 100 }, 'before')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    const sent: number[] = []
    const { transport } = anna
    const request = transport.request.bind(transport)
    transport.request = (name, payload) => {
      const { steps } = payload as { steps?: unknown[] }
      if (steps) sent.push(steps.length)
      return request(name, payload)
    }
    anna.do(tr => {
      for (const text of many(150)) tr.insert(tr.doc.content.size, block(text))
    })
    await settled()
    let write = () => {}
    device.ready = new Promise(resolve => {
      write = resolve
    })
    while (anna.session.unconfirmed.length < 2) await desk.clock.step()
    await settled()
    expect(sent).toEqual([150])
    write()
    await settled()
    expect(sent).toEqual([150, 75])
    await desk.settle()
    expect((await edits(desk)).map(({ data }) => data.steps.length)).toEqual([75, 75])
  })

  it('[OB16] that can’t be parted is offered back with a word about it, and what comes after it is saved', async () => {
    const desk = await Desk.with('before')
    const anna = await desk.sit(ids.anna, new Device())
    const text = '字'.repeat(400_000)
    anna.do(tr => tr.insert(tr.doc.content.size, block(text)))
    anna.type('!', { after: 'before' })
    await desk.settle()
    expect(await desk.seen()).toBe('before!')
    const { drafts, unconfirmed } = anna.session.state
    expect([drafts.map(draft => [draft.reason, draft.text === text]), unconfirmed]).toEqual([
      [['command_too_large', true]],
      0,
    ])
  })

  it('[OB16] in parts is the same edit, wherever it is put', () => {
    let parted = 0
    forSeeds(60, random => {
      const doc = paragraphs(...many(4, 'here'))
      const texts = many(3 + random.below(40), 'y'.repeat(400 + random.below(200)))
      const pasted = paragraphs(...texts).content
      const open = random.below(2)
      const places = open ? [3, 9, 12] : positionsBetween(doc)
      const [from, to] = [random.pick(places), random.pick(places)].sort((a, b) => a - b) as [number, number]
      const step = new ReplaceStep(from, to, new Slice(Fragment.from(pasted), open, open))
      const after = applyStep(doc, step)
      if (!after) return
      const parts = inParts({ step, before: doc }, 3_000)
      if (parts.length > 1) parted++
      expect(parts.reduce((state, part) => applyStep(state, part.step)!, doc).eq(after)).toBe(true)
      if (parts.length > 1) for (const part of parts) expect(bytesOf(part.step)).toBeLessThan(4_500)
    })
    expect(parted).toBeGreaterThan(10)
  })
})

function positionsBetween(doc: Node): number[] {
  const places = [0]
  for (const child of doc.children) places.push(places.at(-1)! + child.nodeSize)
  return places
}
