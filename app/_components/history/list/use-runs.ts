import { useCallback, useEffect, useState } from 'react'
import { type Failure, timeline } from '@/app/_client/api'
import type { RecordedEvent } from '@/lib/document/events'
import type { Source } from '@/lib/history/player'
import { type Run, runsOf } from '@/lib/history/runs'
import type { WorkSession } from '@/lib/protocol/http'

// Revisions that are read at a time.
const portion = 1_000

type Loaded = { runs: Run[]; from: number; failure: Failure | null; loading: boolean }

/** A session's single changes in runs, the last first; earlier ones on demand. */
export function useRuns(
  documentId: string,
  source: Source,
  { from, to }: WorkSession,
): Loaded & { loadMore: () => void } {
  const [loaded, setLoaded] = useState<Loaded>({ runs: [], from: to + 1, failure: null, loading: false })
  const load = useCallback(
    async (before: number, signal?: AbortSignal) => {
      const stretch = { from: Math.max(from, before - portion), to: before - 1 }
      if (stretch.to < stretch.from) return
      setLoaded(now => ({ ...now, loading: true, failure: null }))
      const [answer, events] = await Promise.all([
        timeline(documentId, { ...stretch, buckets: portion }, signal),
        // Without the words the list is still a list.
        eventsBetween(source, stretch, signal).catch(() => []),
      ])
      if (signal?.aborted) return
      if (!answer.ok) return setLoaded(now => ({ ...now, loading: false, failure: answer.failure }))
      const runs = runsOf(answer.value.buckets, events).reverse()
      setLoaded(now => ({ runs: [...now.runs, ...runs], from: stretch.from, failure: null, loading: false }))
    },
    [documentId, source, from],
  )
  useEffect(() => {
    const abort = new AbortController()
    setLoaded({ runs: [], from: to + 1, failure: null, loading: false })
    load(to + 1, abort.signal).catch(() => {})
    return () => abort.abort()
  }, [load, to])
  const loadMore = useCallback(() => void load(loaded.from), [load, loaded.from])
  return { ...loaded, loadMore }
}

/** Events of a stretch, both ends included. */
export async function eventsBetween(
  source: Source,
  { from, to }: { from: number; to: number },
  signal?: AbortSignal,
): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = []
  for (let next = from; next <= to; ) {
    const { events } = await source.events(next, to, signal)
    const last = events.at(-1)
    if (!last) break
    all.push(...events)
    next = last.revision + 1
  }
  return all
}
