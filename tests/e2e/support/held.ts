import type { Page, WebSocketRoute } from '@playwright/test'

type Way = 'out' | 'in'

/** A page's socket, of which either direction can be held up for a while; frames keep their order. */
export class Held {
  private readonly waiting: Record<Way, (() => void)[]> = { out: [], in: [] }
  private readonly holds: Record<Way, (frame: string) => boolean> = { out: () => false, in: () => false }

  /** To be called before the page opens anything. */
  static async on(page: Page): Promise<Held> {
    const held = new Held()
    await page.routeWebSocket(/\/socket\.io\//, near => {
      const far = near.connectToServer()
      near.onMessage(frame => held.pass('out', far, frame))
      far.onMessage(frame => held.pass('in', near, frame))
    })
    return held
  }

  /** From the next frame on that is meant, nothing gets through. */
  hold(way: Way, meant: (frame: string) => boolean = () => true): void {
    this.holds[way] = meant
  }

  letGo(): void {
    for (const way of ['out', 'in'] as const) {
      this.holds[way] = () => false
      for (const send of this.waiting[way].splice(0)) send()
    }
  }

  /** How many frames wait. */
  get count(): number {
    return this.waiting.out.length + this.waiting.in.length
  }

  private pass(way: Way, to: WebSocketRoute, frame: string | Buffer): void {
    const waiting = this.waiting[way]
    if (waiting.length > 0 || this.holds[way](String(frame))) waiting.push(() => to.send(frame))
    else to.send(frame)
  }
}
