import { useEffect, useMemo, useState } from 'react'
import { timeline as fetchTimeline } from '@/app/_client/api'
import type { Bucket, Pause, Timeline } from '@/lib/protocol/http'
import type { View } from './view'

export type Cells = {
  /** What's drawn, in order: as fine as it's here. */
  cells: Bucket[]
  /** All that tells when a revision was recorded. */
  known: Bucket[]
  pauses: Pause[]
}

type Detail = { from: number; to: number; buckets: Bucket[]; pauses: Pause[] }

// While one zooms, only where one comes to rest is asked for.
const restAfter = 90
const mostBuckets = 2_000
const chunk = 256
const none: never[] = []

/** The past in as fine pieces as the view can show; what's coarser stays until the finer is there. */
export function useCells(
  documentId: string,
  timeline: Timeline | null,
  head: number,
  view: View | null,
  width: number,
): Cells {
  const [detail, setDetail] = useState<Detail | null>(null)
  const [from, to] = view ? [Math.ceil(view.from), Math.floor(view.to)] : [1, head]
  const wanted = Math.max(1, Math.round((to - from + 1) / Math.min(Math.max(60, width / 2), mostBuckets / 2)))
  const enough = view === null || fineEnough(timeline?.buckets, from, to, wanted, head)
  const here =
    detail !== null && detail.from <= from && detail.to >= to && fineEnough(detail.buckets, from, to, wanted, head)

  useEffect(() => {
    if (enough || here) return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      const half = Math.ceil((to - from + 1) / 2)
      const stretch = { from: Math.max(1, from - half), to: Math.min(head, to + half) }
      const buckets = Math.min(mostBuckets, Math.ceil((stretch.to - stretch.from + 1) / wanted))
      fetchTimeline(documentId, { ...stretch, buckets }, abort.signal).then(
        answer => {
          if (answer.ok) setDetail({ ...stretch, buckets: answer.value.buckets, pauses: answer.value.pauses })
        },
        () => {},
      )
    }, restAfter)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [documentId, enough, here, from, to, wanted, head])

  const buckets = timeline?.buckets ?? none
  const longest = timeline?.pauses ?? none
  const close = view !== null
  return useMemo(() => {
    if (!detail) return { cells: buckets, known: buckets, pauses: longest }
    const before = buckets.filter(bucket => bucket.to < detail.from)
    const after = buckets.filter(bucket => bucket.from > detail.to)
    const pauses = new Map([...longest, ...detail.pauses].map(pause => [pause.after, pause]))
    return {
      cells: close ? [...before, ...detail.buckets, ...after] : buckets,
      known: [...buckets, ...detail.buckets],
      pauses: [...pauses.values()].sort((a, b) => a.after - b.after),
    }
  }, [buckets, longest, detail, close])
}

/** Whether what lies in a stretch comes in pieces not much larger than wanted. */
function fineEnough(buckets: Bucket[] | undefined, from: number, to: number, wanted: number, head: number): boolean {
  const inside = buckets?.find(bucket => bucket.to >= from && bucket.from <= to && bucket.to < head)
  // Very wide ones the server rounds up to whole chunks.
  const slack = wanted > chunk ? 2 : 1.5
  return inside !== undefined && inside.to - inside.from + 1 <= wanted * slack
}
