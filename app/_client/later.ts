import { useEffect } from 'react'

type Fetch = () => Promise<unknown>

const pause = 1_000
const waiting = new Set<Fetch>()
let busy = false

/** Says that some code will be wanted on this page, but only after what the page is there for. */
export function later(fetch: Fetch): Fetch {
  waiting.add(fetch)
  return fetch
}

/** Once the page can be used, fetches what was put off, one thing after the other, so that nobody waits for it at the click. */
export function useLater(ready: boolean): void {
  useEffect(() => {
    if (!ready) return
    const timer = setTimeout(() => void fetchAll(), pause)
    return () => clearTimeout(timer)
  }, [ready])
}

async function fetchAll(): Promise<void> {
  if (busy) return
  busy = true
  for (const fetch of waiting) {
    await idle()
    // What can't be had now is asked for again by who needs it.
    await fetch().catch(() => {})
    waiting.delete(fetch)
  }
  busy = false
}

// Safari has no such thing: there a turn of the event loop has to do.
const idle = () =>
  new Promise<void>(resolve => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 2_000 })
    else setTimeout(resolve, 50)
  })
