import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { byChange, byTime } from '@/lib/history/axis'
import type { Timeline } from '@/lib/protocol/http'
import { type Cells, useCells } from './use-cells'
import { including, panned, type Track, trackOf, type View, whole, zoomed } from './view'

export type By = 'change' | 'time'

export type RiverView = Cells & {
  view: View
  track: Track
  /** Whether less than all is in sight. */
  close: boolean
  by: By
  setBy: (by: By) => void
  /** @param x where to stay, in pixels; the thumb, where none is given */
  zoom: (factor: number, x?: number) => void
  pan: (share: number) => void
  showAll: () => void
  show: (view: View) => void
}

const key = 'everdraft:river'

/** What the river shows, and by what measure; the measure is remembered by this browser. */
export function useView(
  documentId: string,
  timeline: Timeline | null,
  { head, wanted, width }: { head: number; wanted: number; width: number },
): RiverView {
  const [by, setBy] = useState<By>(remembered)
  const [chosen, setView] = useState<View | null>(null)
  const view = useMemo(() => chosen ?? whole(head), [chosen, head])
  const cells = useCells(documentId, timeline, head, chosen, width)
  const axis = useMemo(
    () => (by === 'time' && cells.known.length > 0 ? byTime(cells.known, cells.pauses, head) : byChange),
    [by, cells.known, cells.pauses, head],
  )
  const track = useMemo(() => trackOf(view, axis, width), [view, axis, width])
  const now = useRef({ axis, head, track, wanted })
  useLayoutEffect(() => {
    now.current = { axis, head, track, wanted }
  })

  useEffect(() => {
    const { axis, head } = now.current
    setView(view => view && including(view, axis, head, wanted))
  }, [wanted])

  const zoom = useCallback((factor: number, x?: number) => {
    setView(chosen => {
      const { axis, head, track, wanted } = now.current
      const view = chosen ?? whole(head)
      const anchor = track.share(x ?? track.place(wanted))
      return zoomed(view, axis, head, factor, anchor)
    })
  }, [])
  const pan = useCallback((share: number) => {
    setView(view => view && panned(view, now.current.axis, now.current.head, share))
  }, [])
  const measure = useCallback((by: By) => {
    setBy(by)
    remember(by)
  }, [])
  const showAll = useCallback(() => setView(null), [])
  return { ...cells, view, track, close: chosen !== null, by, setBy: measure, zoom, pan, showAll, show: setView }
}

function remembered(): By {
  try {
    return localStorage.getItem(key) === 'time' ? 'time' : 'change'
  } catch {
    return 'change'
  }
}

function remember(by: By): void {
  try {
    localStorage.setItem(key, by)
  } catch {
    // A browser that keeps nothing begins with changes again.
  }
}
