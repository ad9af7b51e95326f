'use client'

import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import { memo, useEffect, useMemo } from 'react'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { editorExtensions } from './extensions'
import { coreExtensions } from './quiet-extensions'

/**
 * The editor of an open session. It's made once and stays, also while the past is shown, so that what others write keeps
 * flowing in.
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
  const extensions = useMemo(() => editorExtensions(session), [session])
  const editor = useEditor(
    {
      // Rendered only once the session is open, so never on the server.
      immediatelyRender: true,
      injectCSS: false,
      enableCoreExtensions: coreExtensions,
      extensions,
      // Collaboration keeps it up to date; given here too so that the first frame already shows it.
      content: session.doc?.toJSON() ?? null,
      editable,
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
    },
    [session],
  )

  useEffect(() => {
    if (editor.isEditable !== editable) editor.setEditable(editable, false)
  }, [editor, editable])

  useEffect(() => {
    onEditor(editor)
    return () => onEditor(null)
  }, [editor, onEditor])

  return <EditorContent editor={editor} />
})
