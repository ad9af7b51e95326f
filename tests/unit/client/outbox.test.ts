import { describe, expect, it } from 'vitest'
import type { KeptBatch } from '@/lib/client/outbox/outbox-store'
import { ids } from '../../support/deciding'
import { Desk } from '../../support/desk'
import { Device } from '../../support/memory-outbox'
import { settled } from '../../support/world/wire'

const keptEdits = (device: Device) =>
  [...device.records.values()]
    .flatMap(({ batches }) => batches)
    .reduce((sum, batch: KeptBatch) => sum + ('steps' in batch ? batch.steps.length : 1), 0)

describe('the outbox', () => {
  it('[OB1] holds what is not saved, says how much of it, and is empty once all is saved', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.transport.disconnect()
    anna.type(' hello', { after: 'one' })
    await settled()
    expect(keptEdits(device)).toBe(6)
    expect(anna.session.state.kept).toBe(6)
    anna.transport.connect()
    await desk.settle()
    expect(device.records.size).toBe(0)
    expect(anna.session.state).toMatchObject({ kept: 0, unconfirmed: 0 })
    expect(await desk.seen()).toBe('one hello')
  })

  it('[OB1] does not count what the device has not written yet', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.transport.disconnect()
    anna.type('xy', { after: 'one' })
    expect(anna.session.state.kept).toBe(0)
    await settled()
    expect(anna.session.state.kept).toBe(2)
  })

  it('[OB1] says that it holds something only once the device has written it', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.transport.disconnect()
    let write = () => {}
    device.ready = new Promise(resolve => {
      write = resolve
    })
    anna.type('xy', { after: 'one' })
    await settled()
    expect([anna.session.state.kept, device.records.size]).toEqual([0, 0])
    write()
    await settled()
    expect([anna.session.state.kept, keptEdits(device)]).toEqual([2, 2])
  })

  it('[OB2] is sent by the page that opens the document after a crash, each edit once', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.transport.disconnect()
    anna.type(' two', { after: 'one' })
    anna.session.rename('Renamed offline')
    anna.type(' three', { after: 'two' })
    await anna.die()
    desk.people.length = 0
    const again = await desk.sit(ids.anna, device)
    expect(again.sees).toBe('one two three')
    await desk.settle()
    expect(await desk.seen()).toBe('one two three')
    expect(again.session.state.title).toBe('Renamed offline')
    expect(device.records.size).toBe(0)
  })

  it('[OB2] sends a command again, identical, whose acknowledgement the crash took: it stands in the log once', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.type(' sent', { after: 'one' })
    // On its way, and stored; the answer isn't here yet.
    while ((await desk.events()).length < 2) await desk.clock.step()
    anna.type(' pending', { after: 'sent' })
    const [inFlight] = [...device.records.values()].flatMap(({ batches }) => batches)
    expect(inFlight?.sent).not.toBeNull()
    await anna.die()
    desk.people.length = 0
    const again = await desk.sit(ids.anna, device)
    await desk.settle()
    expect(await desk.seen()).toBe('one sent pending')
    const events = await desk.events()
    expect(events.filter(({ commandId }) => commandId === inFlight!.commandId)).toHaveLength(1)
    expect(again.session.state.unconfirmed).toBe(0)
  })

  it('[OB2] lets nothing join a command that may have been sent before the crash', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.transport.disconnect()
    anna.type(' kept', { after: 'one' })
    await anna.die()
    desk.people.length = 0
    const again = await desk.sit(ids.anna, device)
    again.type(' new', { after: 'kept' })
    await desk.settle()
    expect(await desk.seen()).toBe('one kept new')
    const edits = (await desk.events()).filter(({ type }) => type === 'ContentEdited')
    expect(new Set(edits.map(({ commandId }) => commandId)).size).toBe(2)
  })

  it('[OB3] is sent by one page alone: another one leaves it to the page that has it', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const first = await desk.sit(ids.anna, device)
    first.transport.disconnect()
    first.type(' first', { after: 'one' })
    const second = await desk.sit(ids.anna, device)
    expect(second.sees).toBe('one')
    second.type('! ', { before: 'one' })
    await desk.settle()
    first.transport.connect()
    await desk.settle()
    expect(await desk.seen()).toBe('! one first')
    expect(device.records.size).toBe(0)
  })

  it('[OB3] that was taken over while its page slept is left to who took it, and what was not kept is offered back', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const asleep = await desk.sit(ids.anna, device)
    asleep.transport.disconnect()
    asleep.type(' kept', { after: 'one' })
    await settled()
    device.holders.clear()
    const taker = await desk.sit(ids.anna, device)
    await desk.settle()
    expect(taker.sees).toBe('one kept')
    asleep.type(' late', { after: 'kept' })
    await settled()
    asleep.transport.connect()
    await desk.settle()
    expect(await desk.seen()).toBe('one kept')
    expect(asleep.session.state.drafts.map(({ text }) => text)).toEqual(['kept late'])
  })

  it('[OB4] of another author, or of another version of the page, is offered as a copy until it is let go', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    for (const author of [ids.anna, ids.ben]) {
      const person = await desk.sit(author, device)
      person.transport.disconnect()
      person.type(` ${author === ids.anna ? 'older' : 'other'}`, { after: 'one' })
      await person.die()
    }
    const [older] = [...device.records.values()].filter(({ authorId }) => authorId === ids.anna)
    device.records.set(older!.replicaId, { ...older!, schemaVersion: 99 })
    desk.people.length = 0
    const anna = await desk.sit(ids.anna, device)
    await desk.settle()
    expect(await desk.seen()).toBe('one')
    expect(anna.session.state.drafts.map(({ text, reason }) => [text, reason]).sort()).toEqual([
      ['older', 'older_version'],
      ['other', 'other_author'],
    ])
    for (const { id } of anna.session.state.drafts) anna.session.letGo(id)
    await settled()
    expect(device.records.size).toBe(0)
    expect(anna.session.state.drafts).toEqual([])
  })

  it('[OB5] that cannot be written is said, and what one writes is saved all the same', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    device.fault = new Error('the quota is used up')
    anna.transport.disconnect()
    anna.type(' two', { after: 'one' })
    await settled()
    expect(anna.session.state).toMatchObject({ kept: 0, notKept: 'the quota is used up' })
    device.fault = null
    anna.type(' three', { after: 'two' })
    await settled()
    expect(anna.session.state).toMatchObject({ kept: 10, notKept: null })
    anna.transport.connect()
    await desk.settle()
    expect(await desk.seen()).toBe('one two three')
  })
})

describe('words that lost their place', () => {
  it('[OB6] are offered back where somebody deleted it, those under way and those that waited, and survive a crash', async () => {
    const desk = await Desk.with('first', 'doomed', 'last')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    const ben = await desk.sit(ids.ben)
    await desk.apart(
      () => {
        anna.type(' words', { after: 'doomed' })
        anna.type(' safe', { after: 'last' })
        ben.do(tr => tr.delete(7, 15))
      },
      ben,
      anna,
    )
    expect(await desk.seen()).toBe('first|last safe')
    expect(anna.session.state.drafts.map(({ text, reason }) => [text, reason])).toEqual([['words', 'target_deleted']])
    expect(ben.session.state.drafts).toEqual([])
    await anna.die()
    const again = await desk.sit(ids.anna, device)
    expect(again.session.state.drafts.map(({ text }) => text)).toEqual(['words'])
    again.session.letGo(again.session.state.drafts[0]!.id)
    await settled()
    expect(device.drafts.size).toBe(0)
  })

  it('[OB6] are offered back where the command was in flight when its place went', async () => {
    const desk = await Desk.with('first', 'doomed')
    const anna = await desk.sit(ids.anna, new Device())
    const ben = await desk.sit(ids.ben)
    ben.do(tr => tr.delete(7, 15))
    anna.type('typed ', { before: 'doomed' })
    await desk.settle()
    expect(await desk.seen()).toBe('first')
    expect(anna.session.state.drafts.map(({ text }) => text)).toEqual(['typed'])
  })

  it('[OB6] are no words where only marks or deletions lost theirs', async () => {
    const desk = await Desk.with('first', 'doomed')
    const anna = await desk.sit(ids.anna, new Device())
    const ben = await desk.sit(ids.ben)
    await desk.apart(
      () => {
        anna.erase('oo')
        ben.do(tr => tr.delete(7, 15))
      },
      ben,
      anna,
    )
    expect(anna.session.state.drafts).toEqual([])
  })

  it('[OB7] are offered back where the document was replaced by another history', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna, device)
    anna.transport.disconnect()
    anna.type(' unsaved', { after: 'one' })
    await settled()
    const [record] = [...device.records.values()]
    await anna.die()
    device.records.set(record!.replicaId, { ...record!, historyEpoch: 7 })
    desk.people.length = 0
    const again = await desk.sit(ids.anna, device)
    await desk.settle()
    expect(await desk.seen()).toBe('one')
    expect(again.session.state.drafts.map(({ text, reason }) => [text, reason])).toEqual([['unsaved', 'replaced']])
    expect(device.records.size).toBe(0)
  })

  it('[OB7] are offered back where the document is gone, and stay on the device until they are let go', async () => {
    const desk = await Desk.with('one')
    const device = new Device()
    const anna = await desk.sit(ids.anna)
    const ben = await desk.sit(ids.ben, device)
    ben.transport.disconnect()
    ben.type(' too late', { after: 'one' })
    anna.session.trash()
    await desk.settle()
    anna.session.delete()
    await desk.settle()
    ben.transport.connect()
    await desk.settle()
    expect(ben.session.state.phase).toBe('gone')
    expect(ben.session.state.drafts.map(({ text, reason }) => [text, reason])).toEqual([['too late', 'document_gone']])
    expect(device.records.size).toBe(1)
    ben.session.letGo(ben.session.state.drafts[0]!.id)
    await settled()
    expect(device.records.size).toBe(0)
  })
})

describe('a long absence', () => {
  // Beyond 5,000 the server takes the first copy no more: it's sent as a new command, once the log shows that it isn't there.
  it.each([1_500, 5_200])(
    '[OB8] of %i revisions ends with everything sent',
    async revisions => {
      const desk = await Desk.with('one', 'other')
      const device = new Device()
      const anna = await desk.sit(ids.anna, device)
      const ben = await desk.sit(ids.ben)
      anna.type(' sent', { after: 'one' })
      anna.transport.disconnect()
      anna.type(' offline', { after: 'sent' })
      await settled()
      for (let i = 0; i < revisions; i++) {
        ben.type('x', { after: 'other' })
        await desk.settle()
      }
      await anna.die()
      desk.people.splice(0, 1)
      const again = await desk.sit(ids.anna, device)
      await desk.settle()
      expect(await desk.seen()).toBe(`one sent offline|other${'x'.repeat(revisions)}`)
      expect(again.session.state).toMatchObject({ unconfirmed: 0, drafts: [] })
      expect(device.records.size).toBe(0)
    },
    120_000,
  )
})
