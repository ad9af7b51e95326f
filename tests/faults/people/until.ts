import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a condition. @throws Error where it doesn't come true in time */
export async function until(condition: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  for (const giveUpAt = Date.now() + ms; ; await sleep(20)) {
    if (await condition()) return
    if (Date.now() > giveUpAt) throw new Error(`Waited for ${ms} ms in vain`)
  }
}
