'use client'

import { useMemo } from 'react'
import { type Failure, sendCommand, type Wish } from '@/app/_client/api'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import type { Notice } from '../ui/notice'
import type { RowActions } from './document-row'

type List = {
  change: (change: (rows: DocumentRow[]) => DocumentRow[]) => void
  reload: () => void
}

/** What can be done to a row: shown at once, sent, and shown as it really is when the answer has come. */
export function useRowActions(
  { change, reload }: List,
  tell: (notice: Notice) => void,
  askToDelete: (row: DocumentRow) => void,
): RowActions & { deleteForever: (row: DocumentRow) => void } {
  return useMemo(() => {
    const without = (row: DocumentRow) => (rows: DocumentRow[]) =>
      rows.filter(other => other.documentId !== row.documentId)
    const send = async (row: DocumentRow, wish: Wish, told: Notice) => {
      const result = await sendCommand(row, wish)
      tell(result.ok ? told : failed(result.failure))
      reload()
    }
    const titleOf = (row: DocumentRow) => row.title || words.list.untitled
    const takeBack = (row: DocumentRow) => {
      change(without(row))
      void send(row, { type: 'UntrashDocument' }, { text: words.list.takenBack(titleOf(row)) })
    }
    return {
      rename: (row, title) => {
        change(rows => rows.map(other => (other.documentId === row.documentId ? { ...other, title } : other)))
        void send(row, { type: 'RenameDocument', title }, { text: words.list.renamed(title || words.list.untitled) })
      },
      trash: row => {
        change(without(row))
        const undo = { label: words.list.undo, run: () => takeBack(row) }
        void send(row, { type: 'TrashDocument' }, { text: words.list.trashed(titleOf(row)), action: undo })
      },
      takeBack,
      askToDelete,
      deleteForever: row => {
        change(without(row))
        void send(row, { type: 'DeleteDocument' }, { text: words.list.deleted(titleOf(row)) })
      },
    }
  }, [change, reload, tell, askToDelete])
}

function failed(failure: Failure): Notice {
  return { text: failure.message }
}
