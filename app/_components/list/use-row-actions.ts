'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { createDocument, keepInList, type Result, sendCommand, type Wish } from '@/app/_client/api'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import type { Notice } from '../ui/notice'

type List = {
  change: (change: (rows: DocumentRow[]) => DocumentRow[]) => void
  reload: () => void
  tell: (notice: Notice) => void
  askToDelete: (row: DocumentRow) => void
  /** The focus goes to a row once it's there, or to what takes the place of one that's about to go. */
  focusOn: (row: DocumentRow) => void
  focusBeside: (row: DocumentRow) => void
}

export type RowActions = ReturnType<typeof useRowActions>

// Beyond it a copy is called as the original is.
const longestTitle = 480

const titleOf = (row: DocumentRow) => row.title || words.list.untitled
const without = (row: DocumentRow) => (rows: DocumentRow[]) =>
  rows.filter(({ documentId }) => documentId !== row.documentId)

/** What can be done to a row: shown at once, sent, and shown as it really is when the answer has come. */
export function useRowActions({ change, reload, tell, askToDelete, focusOn, focusBeside }: List) {
  const router = useRouter()
  return useMemo(() => {
    const done = async (request: Promise<Result<unknown>>, told: Notice) => {
      const result = await request
      tell(result.ok ? told : { text: result.failure.message })
      reload()
    }
    const send = (row: DocumentRow, wish: Wish, told: Notice) => void done(sendCommand(row, wish), told)
    const leave = (row: DocumentRow) => {
      focusBeside(row)
      change(without(row))
    }
    const undo = (run: () => void) => ({ label: words.list.undo, run })
    const actions = {
      rename: (row: DocumentRow, title: string) => {
        change(rows => rows.map(other => (other.documentId === row.documentId ? { ...other, title } : other)))
        send(row, { type: 'RenameDocument', title }, { text: words.list.renamed(title || words.list.untitled) })
      },
      duplicate: async ({ documentId, revision, title }: DocumentRow) => {
        const copy = title && title.length < longestTitle ? { title: words.list.copyOf(title) } : {}
        const made = await createDocument({ from: { documentId, revision }, ...copy })
        if (!made.ok) return tell({ text: made.failure.message })
        const open = () => router.push(`/documents/${made.value.documentId}`)
        tell({
          text: words.list.duplicated(title || words.list.untitled),
          action: { label: words.list.open, run: open },
        })
        reload()
      },
      trash: (row: DocumentRow) => {
        leave(row)
        const back = undo(() => {
          actions.takeBack(row)
          focusOn(row)
        })
        send(row, { type: 'TrashDocument' }, { text: words.list.trashed(titleOf(row)), action: back })
      },
      takeBack: (row: DocumentRow) => {
        leave(row)
        send(row, { type: 'UntrashDocument' }, { text: words.list.takenBack(titleOf(row)) })
      },
      remove: (row: DocumentRow) => {
        leave(row)
        const back = undo(() => {
          focusOn(row)
          void done(keepInList(row.documentId, true), { text: words.list.takenBack(titleOf(row)) })
        })
        void done(keepInList(row.documentId, false), { text: words.list.removed(titleOf(row)), action: back })
      },
      askToDelete,
      deleteForever: (row: DocumentRow) => {
        leave(row)
        send(row, { type: 'DeleteDocument' }, { text: words.list.deleted(titleOf(row)) })
      },
    }
    return actions
  }, [change, reload, tell, askToDelete, focusOn, focusBeside, router])
}
