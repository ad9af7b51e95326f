'use client'

import { type Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { useLayoutEffect, useRef } from 'react'
import type { Way } from '@/app/_client/history-controller'
import { words } from '@/app/_words'
import type { Place } from '@/lib/history/changed'
import type { Frame } from '@/lib/history/frame'
import { bringIntoSight, marksOfChange } from './change-marks'
import { Drawing } from './drawing/drawing'
import { Layers } from './drawing/layers'

/** What's laid over the document that's shown. `alone`: what its last change was isn't marked besides. */
export type Over = { decorations: readonly Decoration[]; alone: boolean }

/**
 * A document as it was, by the editor's own schema and rules of drawing. It only shows: there is no way from here to a command.
 * From one revision to the next only what differs is drawn again; what was changed is marked for a moment, and the page goes
 * there where one steps or plays.
 * @param color of the change's author
 */
export function PastDocument({
  frame,
  by,
  following,
  color,
  over,
  onView,
  onSelect,
}: {
  frame: Frame | null
  by: Way
  following: boolean
  color: string | undefined
  over: Over | null
  onView: (view: EditorView | null) => void
  /** Some of it was selected, or nothing any more. */
  onSelect: (range: Place | null) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const first = useRef<Place | null>(null)
  const of = useRef(0)
  const told = useRef({ onView, onSelect })
  const doc = frame?.doc
  const event = frame?.event ?? null
  const revision = frame?.revision ?? 0

  useLayoutEffect(() => {
    told.current = { onView, onSelect }
  })

  useLayoutEffect(() => {
    if (!doc) return
    const { places, decorations } = marksOfChange(doc, event, color)
    first.current = places[0] ?? null
    const own = over?.alone ? DecorationSet.empty : decorations
    const layers = new Layers(own, over?.decorations ?? [])
    const leads = following && by !== 'thumb' && places.length > 0
    const atOnce = leads || !layers.isEmpty
    if (!drawing.current && place.current) {
      drawing.current = new Drawing(place.current, doc, layers, range => told.current.onSelect(range))
      told.current.onView(drawing.current.view)
    } else if (of.current === revision)
      // The same, loaded once more: what's selected stays so.
      drawing.current?.lay(layers, atOnce)
    else {
      drawing.current?.show(doc, layers, atOnce)
      told.current.onSelect(null)
    }
    of.current = revision
  }, [doc, revision, event, color, over, by, following])

  // What's laid over it comes later, and leaves the page where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another change, though it's at the same place
  useLayoutEffect(() => {
    if (!following || by === 'thumb' || !drawing.current || !first.current) return
    drawing.current.finish()
    bringIntoSight(drawing.current.view, first.current, by)
  }, [doc, event, following, by])

  useLayoutEffect(() => {
    drawing.current?.view.dom.setAttribute('aria-label', words.history.document(revision))
  }, [revision])

  useLayoutEffect(
    () => () => {
      told.current.onView(null)
      drawing.current?.destroy()
      drawing.current = null
    },
    [],
  )
  return <div ref={place} aria-busy={!doc} className="min-h-48" />
}
