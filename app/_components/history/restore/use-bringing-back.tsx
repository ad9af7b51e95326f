'use client'

import type { Editor } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'
import { useRouter } from 'next/navigation'
import { type ReactNode, type RefObject, useCallback, useState } from 'react'
import { createDocument } from '@/app/_client/api'
import { words } from '@/app/_words'
import type { SessionState } from '@/lib/client/session-state'
import type { Frame } from '@/lib/history/frame'
import type { WorkSession } from '@/lib/protocol/http'
import type { Notice } from '../../ui/notice'
import { go } from '../moves'
import type { History } from '../use-history'
import { takingBack } from './bring-in'
import { type Looked, RestoreDialog } from './restore-dialog'
import { UndoDialog, type Undoing } from './undo-dialog'

export type BringingBack = {
  /** Asks what of the revision that's shown is to be restored. */
  ask: () => void
  /** Asks whose work of a session is to be undone. */
  undo: (session: WorkSession) => void
  /** Makes a new document of a revision, and goes there. */
  copy: (revision: number) => Promise<void>
  dialogs: ReactNode
}

/** What takes something of the past into the present. */
export function useBringingBack({
  history,
  session,
  editor,
  pastView,
  onRestore,
  onLeave,
  tell,
}: {
  history: History | null
  session: SessionState
  editor: Editor | null
  pastView: RefObject<EditorView | null>
  onRestore: (revision: number) => void
  onLeave: () => void
  tell: (notice: Notice | null) => void
}): BringingBack {
  const [looked, setLooked] = useState<Looked | null>(null)
  const [undoing, setUndoing] = useState<Undoing | null>(null)
  const router = useRouter()
  const { documentId } = session
  const undo = useCallback(({ from, to, authors }: WorkSession) => setUndoing({ from, to, authors }), [])
  const ask = () => {
    const frame = history?.state.frame
    if (!history || !frame || frame.revision !== history.state.wanted) return
    history.controller.pause()
    setLooked(lookedAt(pastView.current, frame))
  }
  const copy = async (revision: number) => {
    const title = words.list.copyOf(history?.state.frame?.title || words.document.untitled)
    const made = await createDocument({ from: { documentId, revision }, title })
    if (!made.ok) return tell({ text: made.failure.message })
    router.push(`/documents/${made.value.documentId}`)
  }
  const brought = (text: string) => {
    if (!editor) return
    const takeBack = takingBack(editor, () => tell(null))
    onLeave()
    tell({ text, action: { label: words.list.undo, run: takeBack } })
    // Once it's in sight again.
    requestAnimationFrame(() => editor.commands.scrollIntoView())
  }
  const dialogs = history && editor && (
    <>
      {looked && (
        <RestoreDialog
          looked={looked}
          authors={history.authors}
          documentId={documentId}
          editor={editor}
          onWhole={() => onRestore(looked.frame.revision)}
          onCopy={() => void copy(looked.frame.revision)}
          onPart={brought}
          onClose={() => setLooked(null)}
        />
      )}
      {undoing && (
        <UndoDialog
          undoing={undoing}
          documentId={documentId}
          revision={session.revision}
          source={history.source}
          authors={history.authors}
          editor={editor}
          onGo={revision => {
            setUndoing(null)
            go(history, revision)
          }}
          onDone={() => brought(words.without.done)}
          onClose={() => setUndoing(null)}
        />
      )}
    </>
  )
  return { ask, undo, copy, dialogs }
}

/** What's selected in the past, and where one looks: at the caret or else at what stands below the tools. */
function lookedAt(view: EditorView | null, frame: Frame): Looked {
  const selected = document.getSelection()
  const { anchorNode, focusNode } = selected ?? {}
  // The same revision may have been loaded once more since it was drawn.
  if (!view?.state.doc.eq(frame.doc)) return { frame, selection: null, position: 0 }
  if (selected && anchorNode && focusNode && view.dom.contains(anchorNode) && view.dom.contains(focusNode)) {
    const ends = [
      view.posAtDOM(anchorNode, selected.anchorOffset),
      view.posAtDOM(focusNode, selected.focusOffset),
    ] as const
    const [from, to] = [Math.min(...ends), Math.max(...ends)]
    return { frame, selection: from < to ? { from, to } : null, position: from }
  }
  const { left, right } = view.dom.getBoundingClientRect()
  const ceiling = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
  const near = view.posAtCoords({ left: (left + right) / 2, top: ceiling + 60 })
  return { frame, selection: null, position: near?.pos ?? 0 }
}
