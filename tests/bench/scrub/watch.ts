/**
 * What a seek had the page do: ms of work until what's in sight was painted, ms until it stood there; for how long at most one would
 * have waited for the page while the rest was drawn; which share of blocks is new.
 */
export type Seek = { work: number; took: number; longest: number; differ: number }

/** What of a dragged thumb was seen, in frames. */
export type Dragged = { frames: number; behindMost: number; behindMedian: number }

declare global {
  interface Window {
    scrub: {
      seek(revision: number): Promise<Seek>
      /** Watches from frame to frame what's wanted and what's shown. @returns how to end it */
      follow(): () => Dragged
      frames(ms: number): Promise<number>
      /** Resolves when river and list are drawn. @returns ms since it was called */
      opened(): Promise<number>
      end: (() => Dragged) | null
    }
  }
}

/** Runs in the page. Work is told as the typing bench does: the task of the event, and the frame after it to the end of its paint. */
export function watchStudio(): void {
  const slider = () => document.querySelector<HTMLInputElement>('.dock input[type=range]')!
  const past = () => document.querySelector('.ProseMirror[role=document]')
  const numberIn = (text: string | null | undefined) => Number((text ?? '').replace(/\D/g, ''))
  const shown = () => numberIn(past()?.getAttribute('aria-label'))
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const after = (done: () => void) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = done
    port2.postMessage(null)
  }
  const pulse = 5
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
  const texts = () => [...past()!.children].map(({ textContent }) => textContent)

  async function seek(revision: number): Promise<Seek> {
    const before = new Map<string | null, number>()
    for (const text of texts()) before.set(text, (before.get(text) ?? 0) + 1)
    await frame()
    await new Promise(resolve => after(() => resolve(null)))
    const began = performance.now()
    set.call(slider(), String(revision))
    slider().dispatchEvent(new Event('input', { bubbles: true }))
    const work = new Promise<number>(resolve => {
      let task = 0
      after(() => {
        task = performance.now() - began
      })
      requestAnimationFrame(() => {
        const frame = performance.now()
        after(() => resolve(task + performance.now() - frame))
      })
    })
    while (shown() !== revision) await frame()
    await new Promise(resolve => after(() => resolve(null)))
    const took = performance.now() - began
    const longest = await longestUntil(() => !past()!.hasAttribute('aria-busy'))
    const all = texts()
    const fresh = all.filter(text => {
      const left = before.get(text) ?? 0
      if (left > 0) before.set(text, left - 1)
      return left === 0
    })
    return { work: await work, took, longest, differ: fresh.length / Math.max(1, all.length) }
  }

  async function longestUntil(isDone: () => boolean): Promise<number> {
    let longest = 0
    for (let last = performance.now(); !isDone(); last = performance.now()) {
      await new Promise(resolve => setTimeout(resolve, pulse))
      longest = Math.max(longest, performance.now() - last - pulse)
    }
    return longest
  }

  function follow(): () => Dragged {
    const wanted: number[] = []
    const behind: number[] = []
    let going = true
    const look = () => {
      if (!going) return
      wanted.push(slider().valueAsNumber)
      const at = wanted.lastIndexOf(shown())
      if (at >= 0) behind.push(wanted.length - 1 - at - sameSince(wanted, at))
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    return () => {
      going = false
      const sorted = behind.toSorted((a, b) => a - b)
      return { frames: wanted.length, behindMost: sorted.at(-1) ?? 0, behindMedian: sorted[sorted.length >> 1] ?? 0 }
    }
  }

  /** What's behind is so only since the thumb went on. */
  function sameSince(wanted: readonly number[], at: number): number {
    return wanted.at(-1) === wanted[at] ? wanted.length - 1 - at : 0
  }

  async function frames(ms: number): Promise<number> {
    const until = performance.now() + ms
    let count = 0
    while (performance.now() < until) {
      await frame()
      count++
    }
    return count
  }

  async function opened(): Promise<number> {
    const began = performance.now()
    const isThere = () =>
      document.querySelector('.dock svg path[data-color]') && document.querySelector('[data-row][aria-label]')
    while (!isThere()) await frame()
    await new Promise(resolve => after(() => resolve(null)))
    return performance.now() - began
  }

  window.scrub = { seek, follow, frames, opened, end: null }
}
