import { Decoration, type EditorView } from '@tiptap/pm/view'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Spot } from './asking/spots'
import { bringIntoSight } from './change-marks'
import type { Compare } from './compare/use-compare'
import { go } from './moves'
import type { Over } from './past-document'
import type { PastSearch } from './search/use-past-search'
import type { History } from './use-history'
import type { Marked } from './who/who-marks'

/** All that's laid over a document at once. @param spot the one that one has stepped to @param alone see Over */
export function drawnOver(
  marked: Marked | null,
  alone: boolean,
  spot: Spot | undefined,
  more: readonly Decoration[],
): Over | null {
  if (!marked && more.length === 0 && !alone) return null
  return { decorations: [...(marked?.decorations ?? []), ...(spot ? [now(spot.from, spot.to)] : []), ...more], alone }
}

function now(from: number, to: number): Decoration {
  if (to > from) return Decoration.inline(from, to, { class: 'spot-now' })
  return Decoration.widget(from, here, { side: -2, ignoreSelection: true, key: 'here' })
}

function here(): HTMLElement {
  const element = document.createElement('span')
  element.className = 'spot-here'
  element.ariaHidden = 'true'
  return element
}

/** Who begins to compare sees a difference; then they look where they like. */
export function useFirstInSight(view: EditorView | null, { from, stops }: Compare): void {
  const seen = useRef(false)
  useEffect(() => {
    if (from === null) seen.current = false
    if (from === null || seen.current || !view || !stops[0]) return
    seen.current = true
    bringIntoSight(view, stops[0], 'step')
  }, [view, from, stops])
}

const nowhere: Decoration[] = []

/** Going along the places that a search found: to the revision, and there to the phrase. */
export function useGoing(history: History | null, view: EditorView | null, search: PastSearch) {
  const { comings, current, setCurrent, phrase } = search
  // Each time anew, also to the same place.
  const [asked, setAsked] = useState<{ index: number } | null>(null)
  const frame = history?.state.frame
  const coming = current === null ? undefined : comings[current]
  const from = coming?.kind === 'came' && coming.moment.revision === frame?.revision ? coming.position : null
  useEffect(() => {
    if (from === null || !asked || !view || from > view.state.doc.content.size) return
    bringIntoSight(view, { from, to: from }, 'step')
  }, [from, asked, view])
  const to = (index: number) => {
    const coming = comings[index]
    if (!history || !coming) return
    setCurrent(index)
    setAsked({ index })
    go(history, coming.moment.revision)
  }
  const beside = (by: 1 | -1): number => {
    const next = current === null ? (by > 0 ? 0 : comings.length - 1) : current + by
    return (next + comings.length) % comings.length
  }
  const size = frame?.doc.content.size ?? 0
  const now = useMemo(
    () =>
      from !== null && from + phrase.length <= size
        ? [Decoration.inline(from, from + phrase.length, { class: 'sought-now' })]
        : nowhere,
    [from, phrase, size],
  )
  return { to, beside, now }
}
