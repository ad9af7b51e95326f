'use client'

import type { Editor } from '@tiptap/core'
import {
  ArchiveRestore,
  Bookmark,
  BookOpen,
  CopyPlus,
  History,
  Keyboard,
  PanelTop,
  PencilLine,
  Search,
  Share2,
  Trash2,
  Undo2,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useActions } from '@/app/_client/actions'
import { createDocument } from '@/app/_client/api'
import { copyText } from '@/app/_client/copy'
import type { Standing } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { surfaceOf, useSurface } from '../editor/surface'
import type { Notice } from '../ui/notice'

type Here = {
  session: DocumentSession
  state: Standing
  editor: Editor | null
  inPast: boolean
  /** May be written in. */
  editable: boolean
  onHistory: () => void
  onLeave: () => void
  onNameVersion: () => void
  tell: (notice: Notice) => void
}

/** Offers in the command palette what can be done to the document that's open. */
export function useDocumentActions({ session, state, editor, inPast, editable, tell, ...on }: Here): void {
  const router = useRouter()
  const { toolbar } = useSurface(editor)
  const { documentId, title, trashed, role, phase } = state
  const opened = phase === 'open'
  const owned = opened && role === 'owner'
  const share = async () => {
    const address = `${window.location.origin}/documents/${documentId}`
    const copied = await copyText(address)
    tell({ text: copied ? words.document.shared : `${words.document.shareByHand} ${address}` })
  }
  const duplicate = async () => {
    const copy = title ? { title: words.list.copyOf(title) } : {}
    const made = await createDocument({ from: { documentId, revision: session.state.revision }, ...copy })
    if (made.ok) router.push(`/documents/${made.value.documentId}`)
    else tell({ text: made.failure.message })
  }
  const { document: own, history, find, keys } = words
  // What has to do with the text that's in sight.
  const text = inPast ? null : editor
  useActions([
    opened &&
      !inPast && {
        id: 'history',
        label: own.history,
        icon: <History />,
        words: history.words,
        keys: words.shortcuts.history,
        run: on.onHistory,
      },
    inPast && { id: 'live', label: history.live, icon: <Undo2 />, run: on.onLeave },
    opened && { id: 'share', label: own.share, icon: <Share2 />, words: own.shareWords, run: () => void share() },
    editable && { id: 'name', label: own.nameVersion, icon: <Bookmark />, run: on.onNameVersion },
    editable &&
      !inPast && {
        id: 'rename',
        label: own.rename,
        icon: <PencilLine />,
        words: own.title,
        run: () => document.querySelector<HTMLInputElement>('#title')?.select(),
      },
    opened && {
      id: 'view',
      label: own.readingView,
      icon: <BookOpen />,
      words: own.viewWords,
      run: () => window.open(`/documents/${documentId}/view`, '_blank', 'noopener'),
    },
    opened && { id: 'duplicate', label: words.list.duplicate, icon: <CopyPlus />, run: () => void duplicate() },
    text !== null && {
      id: 'find',
      label: find.title,
      icon: <Search />,
      run: () => surfaceOf(text).set({ open: 'find' }),
    },
    text !== null && {
      id: 'keys',
      label: keys.title,
      icon: <Keyboard />,
      run: () => surfaceOf(text).set({ open: 'keys' }),
    },
    text !== null &&
      editable && {
        id: 'toolbar',
        label: toolbar ? words.editor.hideToolbar : words.editor.showToolbar,
        icon: <PanelTop />,
        run: () => surfaceOf(text).showToolbar(!toolbar),
      },
    owned && !trashed && { id: 'throw', label: own.moveToTrash, icon: <Trash2 />, run: () => session.trash() },
    owned && trashed && { id: 'back', label: own.takeBack, icon: <ArchiveRestore />, run: () => session.untrash() },
  ])
}
