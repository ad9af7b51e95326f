'use client'

import { useEffect, useRef, useState } from 'react'
import { timeline as fetchTimeline } from '@/app/_client/api'
import type { Timeline } from '@/lib/protocol/http'

// As many bars as are told apart on a wide screen; where there is much of the past, each of them takes more to tell.
const buckets = (head: number) => (head > 500_000 ? 240 : 480)
// While somebody writes on, the picture of their work can wait until they pause.
const restAfter = 1_500
const longestWait = 30_000

/**
 * What the slider draws before a step is loaded: read on entering the past, and again when the document has grown.
 * @param head the last revision that there is
 * @returns null outside of the past, and until it's here
 */
export function useTimeline(documentId: string, head: number, active: boolean): Timeline | null {
  const [timeline, setTimeline] = useState<Timeline | null>(null)
  const shown = useRef(false)

  useEffect(() => {
    if (active) return
    shown.current = false
    setTimeline(null)
  }, [active])

  useEffect(() => {
    if (!active) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const load = (wait: number) => {
      fetchTimeline(documentId, { buckets: buckets(head) }, abort.signal).then(
        answer => {
          if (!answer.ok || abort.signal.aborted) return
          shown.current = true
          setTimeline(answer.value)
          // The projection comes a moment after the event.
          if (answer.value.head < head) timer = setTimeout(load, wait, Math.min(wait * 2, longestWait))
        },
        () => {},
      )
    }
    timer = setTimeout(load, shown.current ? restAfter : 0, restAfter)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [documentId, head, active])
  return timeline
}
