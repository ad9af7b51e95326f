'use client'

import { EditorState } from '@tiptap/pm/state'
import { type DecorationSet, EditorView } from '@tiptap/pm/view'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Way } from '@/app/_client/history-controller'
import { words } from '@/app/_words'
import type { Frame } from '@/lib/history/frame'
import { TaskItemView } from '../editor/task-item-view'
import { bringIntoSight, marksOfChange } from './change-marks'

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
  viewRef,
}: {
  frame: Frame | null
  by: Way
  following: boolean
  color: string | undefined
  /** What it's drawn by, for who wants to know what's selected in it. */
  viewRef: RefObject<EditorView | null>
}) {
  const place = useRef<HTMLDivElement>(null)
  const view = viewRef
  const doc = frame?.doc
  const event = frame?.event ?? null
  const revision = frame?.revision ?? 0

  useLayoutEffect(() => {
    if (!doc) return
    const state = EditorState.create({ doc })
    const { places, decorations } = marksOfChange(doc, event, color)
    if (view.current) view.current.setProps({ state, decorations: () => decorations })
    else if (place.current) view.current = show(place.current, state, decorations)
    if (following && by !== 'thumb' && places[0] && view.current) bringIntoSight(view.current, places[0], by)
  }, [doc, event, color, following, by, view])

  useLayoutEffect(() => {
    view.current?.dom.setAttribute('aria-label', words.history.document(revision))
  }, [revision, view])

  useLayoutEffect(
    () => () => {
      view.current?.destroy()
      view.current = null
    },
    [view],
  )
  return <div ref={place} aria-busy={!doc} className="min-h-48" />
}

function show(place: HTMLElement, state: EditorState, decorations: DecorationSet): EditorView {
  const view: EditorView = new EditorView(place, {
    state,
    decorations: () => decorations,
    editable: () => false,
    nodeViews: { taskItem: (node, view, getPos) => new TaskItemView(node, view, getPos) },
    attributes: { class: 'prose', role: 'document', tabindex: '0', dir: 'auto' },
    // What's shown can be selected and copied, never changed.
    dispatchTransaction: tr => {
      if (!tr.docChanged) view.updateState(view.state.apply(tr))
    },
  })
  return view
}
