import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Waits until nothing on a page is opening or closing any more. */
export async function still(page: Page): Promise<void> {
  await expect(page.locator('[data-starting-style], [data-ending-style]')).toHaveCount(0)
}
