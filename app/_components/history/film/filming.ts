import type { makeFilm } from '@/lib/history/film/make'
import type { Timeline } from '@/lib/protocol/http'

type Wanted = Omit<Parameters<typeof makeFilm>[0], 'source' | 'signal' | 'onProgress'>

/** What the thread is asked for: a film, and how its source is read. */
export type Filming = Wanted & { version: string; pages: Timeline['pages']; origin: string }
/** What it tells: how far it is, from 0 to 1, and at last the film or why there's none. */
export type Filmed = { done: number } | { film: Blob } | { failed: string }

/** Has a thread make a film. @throws AbortError when `signal` is aborted, which ends the thread; what it failed with */
export function filmed(
  wanted: Omit<Filming, 'origin'>,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Blob> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./film-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Blob>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.onmessage = ({ data }: MessageEvent<Filmed>) => {
      if ('done' in data) onProgress(data.done)
      else if ('film' in data) resolve(data.film)
      else reject(new Error(data.failed))
    }
    worker.postMessage({ ...wanted, origin: window.location.origin } satisfies Filming)
  }).finally(() => worker.terminate())
}
