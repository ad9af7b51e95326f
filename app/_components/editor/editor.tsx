'use client'

import { Editor } from '@tiptap/core'
import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { editorExtensions } from './extensions'
import { coreExtensions } from './quiet-extensions'

/**
 * The editor of an open session. It's made once and stays, also while the past is shown, so that what others write keeps
 * flowing in. Tiptap's own component for React does more (views of nodes in React), with as much code as our session.
 */
export const DocumentEditor = memo(function DocumentEditor({
  session,
  editable,
  onEditor,
}: {
  session: DocumentSession
  editable: boolean
  onEditor: (editor: Editor | null) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef<Editor | null>(null)
  const writable = useRef(editable)
  writable.current = editable

  useLayoutEffect(() => {
    const editor = new Editor({
      element: place.current,
      injectCSS: false,
      enableCoreExtensions: coreExtensions,
      extensions: editorExtensions(session),
      // Collaboration keeps it up to date; given here too so that the first frame already shows it.
      content: session.doc?.toJSON() ?? null,
      editable: writable.current,
      editorProps: {
        // What the caret must be clear of: the header above.
        scrollThreshold: { top: 120, right: 0, bottom: 40, left: 0 },
        scrollMargin: { top: 140, right: 5, bottom: 60, left: 5 },
        attributes: {
          class: 'prose',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': words.document.body,
          spellcheck: 'true',
          dir: 'auto',
        },
      },
    })
    latest.current = editor
    return () => {
      latest.current = null
      onEditor(null)
      // Whoever still has it in hand lets go of it first.
      setTimeout(() => editor.destroy())
    }
  }, [session, onEditor])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session has another editor
  useEffect(() => {
    onEditor(latest.current)
  }, [session, onEditor])

  useEffect(() => {
    const { current: editor } = latest
    if (editor && editor.isEditable !== editable) editor.setEditable(editable, false)
  }, [editable])

  return <div ref={place} />
})
