'use client'

import { ListTree, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useHint } from '@/app/_client/hints'
import { words } from '@/app/_words'
import { IconButton } from '../ui/button'
import type { OnRiver } from './river/on-river'
import { River } from './river/river'
import { type By, useView } from './river/use-view'
import { selectClass, Transport } from './transport'
import type { History } from './use-history'

/** What keys can do to the river's view. */
export type RiverHandle = { zoom: (factor: number) => void; showAll: () => void }

/** At the lower edge of the window: the river, and under it what one plays and steps with. */
export function Dock({
  history,
  river: handle,
  onRiver,
  following,
  onFollow,
  listed,
  onList,
  children,
}: {
  history: History
  river: RefObject<RiverHandle | null>
  onRiver: OnRiver
  following: boolean
  onFollow: (following: boolean) => void
  /** Whether the list of changes is in sight. */
  listed: boolean
  onList: () => void
  /** What one steps through, in place of the hint. */
  children?: ReactNode
}) {
  const { state, timeline, documentId } = history
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const [cameIn] = useState(state.wanted)
  const hinted = useHint('slider', state.wanted !== cameIn || state.playing)
  const river = useView(documentId, timeline, { head: state.head, wanted: state.wanted, width })
  const { zoom, showAll } = river
  useImperativeHandle(handle, () => ({ zoom, showAll }), [zoom, showAll])
  return (
    <div className="dock fixed inset-x-0 bottom-0 border-t border-past-line/50 bg-past px-3 pt-0.5 pb-[max(0.25rem,env(safe-area-inset-bottom))] text-past-ink">
      <div ref={place}>
        <River history={history} river={river} on={onRiver} width={width} />
      </div>
      <div
        className={`flex items-center gap-x-3 gap-y-1 max-sm:flex-wrap max-sm:justify-between ${children ? 'max-lg:flex-wrap' : ''}`}
      >
        <Transport history={history} following={following} onFollow={onFollow} />
        {children ?? <p className="min-w-0 flex-1 truncate text-xs max-lg:hidden">{hinted && words.history.hint}</p>}
        <div className="ms-auto flex items-center">
          <label className="me-1 flex items-center max-sm:hidden">
            <span className="sr-only">{words.history.by.label}</span>
            <select value={river.by} onChange={event => river.setBy(event.target.value as By)} className={selectClass}>
              {(['change', 'time'] as const).map(by => (
                <option key={by} value={by} className="bg-raised text-ink">
                  {words.history.by[by]}
                </option>
              ))}
            </select>
          </label>
          <IconButton
            label={words.history.zoomOut}
            disabled={!river.close}
            onClick={() => zoom(2)}
            className="max-sm:hidden"
          >
            <ZoomOut />
          </IconButton>
          <IconButton label={words.history.zoomIn} onClick={() => zoom(0.5)} className="max-sm:hidden">
            <ZoomIn />
          </IconButton>
          <IconButton
            label={words.history.zoomWhole}
            disabled={!river.close}
            onClick={showAll}
            className="max-sm:hidden"
          >
            <Maximize2 />
          </IconButton>
          <IconButton
            id="changes"
            label={listed ? words.changes.hide : words.changes.show}
            aria-pressed={listed}
            onClick={onList}
            className="aria-pressed:bg-past-line/20 max-sm:size-10"
          >
            <ListTree />
          </IconButton>
        </div>
      </div>
    </div>
  )
}

function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)))
    watch.observe(element)
    return () => watch.disconnect()
  }, [place])
  return width
}
