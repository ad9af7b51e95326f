import { describe, expect, it } from 'vitest'
import { ids } from '../../support/deciding'
import { Desk } from '../../support/desk'
import { Device } from '../../support/memory-outbox'
import { settled } from '../../support/world/wire'

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
