import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Waits until nothing on a page is opening, closing or changing its colour any more. */
export async function still(page: Page): Promise<void> {
  await expect(page.locator('[data-starting-style], [data-ending-style]')).toHaveCount(0)
  await expect.poll(() => page.evaluate(movesWithinFrames)).toBe(false)
}

// A colour that is handed down reaches the next element only a frame later.
async function movesWithinFrames(): Promise<boolean> {
  for (let frame = 0; frame < 5; frame++) {
    await new Promise(resolve => requestAnimationFrame(resolve))
    const ending = document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getTiming().iterations !== Infinity)
    if (ending.length > 0) return true
  }
  return false
}
