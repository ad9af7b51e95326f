import { expect, it, vi } from 'vitest'
import { ids } from '../../support/deciding'
import { Desk } from '../../support/desk'

it('[RP2] a view that fails over what comes in is shown the document anew, and nothing unconfirmed is dropped', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const desk = await Desk.with('one', 'two')
  const anna = await desk.sit(ids.anna)
  const ben = await desk.sit(ids.ben)
  anna.transport.disconnect()
  anna.type(' mine', { after: 'one' })
  ben.type(' his', { after: 'two' })
  await desk.settle()
  vi.spyOn(anna.binding, 'apply').mockImplementationOnce(() => {
    throw new Error('A fault of the view')
  })
  anna.transport.connect()
  await desk.settle()
  expect(await desk.seen()).toBe('one mine|two his')
  expect(anna.session.state.drafts).toEqual([])
  expect(told).toHaveBeenCalledOnce()
  told.mockRestore()
})

it('[RP3] what one does at a thousand places goes in as many commands as it takes, and is taken back at once', async () => {
  const texts = Array.from({ length: 1_200 }, (_, i) => `word ${i}`)
  const desk = await Desk.with(...texts)
  const anna = await desk.sit(ids.anna)
  const { doc } = anna.state
  anna.do(tr => {
    doc.forEach((_, pos) => {
      tr.addMark(pos + 1, pos + 5, doc.type.schema.mark('bold'))
    })
  })
  await desk.settle()
  expect(anna.session.state.refusal).toBeNull()
  expect((await desk.events()).length).toBe(1 + 3)
  anna.undo()
  await desk.settle()
  expect(await desk.seen()).toBe(texts.join('|'))
  expect(anna.state.doc.eq(doc)).toBe(true)
})

it('[RP4] a view shows the documents of its replica and not equal ones, whatever comes in under what is unconfirmed', async () => {
  const desk = await Desk.with('one', 'two', 'three')
  const anna = await desk.sit(ids.anna)
  const ben = await desk.sit(ids.ben)
  for (const word of [' first', ' second', ' third']) {
    anna.type(word, { after: 'one' })
    ben.type(word, { after: 'two' })
    ben.type(word, { before: 'one' })
    await desk.settle()
  }
  anna.transport.disconnect()
  anna.type(' offline', { after: 'three' })
  ben.erase(' second')
  await desk.settle()
  anna.transport.connect()
  await desk.settle()
  expect(anna.sees).toContain('three offline')
  for (const person of [anna, ben]) expect(person.state.doc).toBe(person.session.doc)
})
