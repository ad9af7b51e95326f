import { describe, expect, it } from 'vitest'
import { ids } from '../../support/deciding'
import { Desk } from '../../support/desk'
import { Device } from '../../support/memory-outbox'
import { settled } from '../../support/world/wire'

describe('the outbox on a slow device', () => {
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
    expect([anna.session.state.kept, device.records.size]).toEqual([2, 1])
  })
})
