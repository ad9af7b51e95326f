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
