'use client'

import { EditorState } from '@tiptap/pm/state'
import { type Decoration, DecorationSet, EditorView } from '@tiptap/pm/view'
import { useLayoutEffect, useRef } from 'react'
import type { Way } from '@/app/_client/history-controller'
import { words } from '@/app/_words'
import type { Place } from '@/lib/history/changed'
import type { Frame } from '@/lib/history/frame'
import { TaskItemView } from '../editor/task-item-view'
import { bringIntoSight, marksOfChange } from './change-marks'

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
  const view = useRef<EditorView | null>(null)
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
    const all = over ? own.add(doc, [...over.decorations]) : own
    const drawn = () => all
    if (!view.current && place.current) {
      view.current = show(place.current, EditorState.create({ doc }), all, range => told.current.onSelect(range))
      told.current.onView(view.current)
    } else if (of.current === revision)
      // The same, loaded once more: what's selected stays so.
      view.current?.setProps({ decorations: drawn })
    else {
      view.current?.setProps({ state: EditorState.create({ doc }), decorations: drawn })
      told.current.onSelect(null)
    }
    of.current = revision
  }, [doc, revision, event, color, over])

  // What's laid over it comes later, and leaves the page where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another change, though it's at the same place
  useLayoutEffect(() => {
    if (following && by !== 'thumb' && view.current && first.current) bringIntoSight(view.current, first.current, by)
  }, [doc, event, following, by])

  useLayoutEffect(() => {
    view.current?.dom.setAttribute('aria-label', words.history.document(revision))
  }, [revision])

  useLayoutEffect(
    () => () => {
      told.current.onView(null)
      view.current?.destroy()
      view.current = null
    },
    [],
  )
  return <div ref={place} aria-busy={!doc} className="min-h-48" />
}

function show(
  place: HTMLElement,
  state: EditorState,
  decorations: DecorationSet,
  onSelect: (range: Place | null) => void,
): EditorView {
  const view: EditorView = new EditorView(place, {
    state,
    decorations: () => decorations,
    editable: () => false,
    nodeViews: { taskItem: (node, view, getPos) => new TaskItemView(node, view, getPos) },
    attributes: { class: 'prose', role: 'document', tabindex: '0', dir: 'auto' },
    // What's shown can be selected and copied, never changed.
    dispatchTransaction: tr => {
      if (tr.docChanged) return
      view.updateState(view.state.apply(tr))
      const { from, to, empty } = view.state.selection
      onSelect(empty ? null : { from, to })
    },
  })
  return view
}
