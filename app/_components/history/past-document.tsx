'use client'

import { EditorState } from '@tiptap/pm/state'
import { EditorView } from '@tiptap/pm/view'
import { useLayoutEffect, useRef } from 'react'
import { words } from '@/app/_words'
import type { Frame } from '@/lib/history/frame'
import { TaskItemView } from '../editor/task-item-view'

/**
 * A document as it was, by the editor's own schema and rules of drawing. It only shows: there is no way from here to a command.
 * From one revision to the next only what differs is drawn again.
 */
export function PastDocument({ frame }: { frame: Frame | null }) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const doc = frame?.doc
  const revision = frame?.revision ?? 0

  useLayoutEffect(() => {
    if (!doc) return
    const state = EditorState.create({ doc })
    if (view.current) view.current.updateState(state)
    else if (place.current) view.current = show(place.current, state)
  }, [doc])

  useLayoutEffect(() => {
    view.current?.dom.setAttribute('aria-label', words.history.document(revision))
  }, [revision])

  useLayoutEffect(
    () => () => {
      view.current?.destroy()
      view.current = null
    },
    [],
  )
  return <div ref={place} aria-busy={!doc} className="min-h-48" />
}

function show(place: HTMLElement, state: EditorState): EditorView {
  const view: EditorView = new EditorView(place, {
    state,
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
