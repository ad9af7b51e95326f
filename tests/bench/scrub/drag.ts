import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Dragged } from './watch'

const perSecond = 60

/** Drags the thumb to and fro over the river for so long, as a hand does: without waiting for what the page makes of it. */
export async function drag(page: Page, seconds: number, swingMs = 4_000): Promise<Dragged> {
  const box = (await page.locator('.dock input[type=range]').first().boundingBox())!
  const session = await page.context().newCDPSession(page)
  const y = box.y + box.height / 2
  const moved = (type: string, x: number) =>
    session.send('Input.dispatchMouseEvent', {
      type: type as 'mouseMoved',
      ...{ x, y, button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1 },
    })
  const xAt = (ms: number) => box.x + box.width * (0.5 + 0.48 * Math.sin((ms / swingMs) * Math.PI * 2))
  await moved('mousePressed', xAt(0))
  await page.evaluate(() => {
    window.scrub.end = window.scrub.follow()
  })
  const began = performance.now()
  const under: Promise<unknown>[] = []
  for (let i = 1; i < seconds * perSecond; i++) {
    under.push(moved('mouseMoved', xAt((i / perSecond) * 1_000)))
    await sleep(Math.max(0, began + (i / perSecond) * 1_000 - performance.now()))
    // Where the page can't follow at all, the hand isn't ahead of it without end.
    if (under.length > 30) await under.splice(0, 15).at(-1)
  }
  await Promise.all(under)
  const dragged = await page.evaluate(() => window.scrub.end!())
  await moved('mouseReleased', xAt(seconds * 1_000))
  await session.detach()
  return dragged
}
