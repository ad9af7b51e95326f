'use client'

import type { Editor } from '@tiptap/core'
import { ArchiveRestore, Bookmark, BookOpen, Command, Download, PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { openPalette } from '@/app/_client/actions'
import type { Standing } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { TextItems } from '../editor/text-items'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import type { Trigger } from '../ui/on-demand'
import { ExportDialog } from './export-dialog'

/** What's done to a document less often. */
export function DocumentMenu({
  trigger,
  session,
  state,
  editor,
  onNameVersion,
}: {
  trigger: Trigger
  session: DocumentSession
  state: Standing
  /** Null while there's no text to work on. */
  editor: Editor | null
  onNameVersion: () => void
}) {
  const [exporting, setExporting] = useState(false)
  const { documentId, role, trashed, phase } = state
  const writable = phase === 'open' && !trashed && role !== 'viewer'
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem
          icon={<PencilLine />}
          disabled={!writable}
          // The menu gives the focus back to its button when it closes; take it after that.
          onClick={() => setTimeout(() => document.querySelector<HTMLInputElement>('#title')?.select(), 50)}
        >
          {words.document.rename}
        </MenuItem>
        <MenuItem icon={<Bookmark />} disabled={!writable} onClick={onNameVersion}>
          {words.document.nameVersion}
        </MenuItem>
        <MenuItem
          icon={<BookOpen />}
          onClick={() => window.open(`/documents/${documentId}/view`, '_blank', 'noopener')}
        >
          {words.document.readingView}
        </MenuItem>
        <MenuItem icon={<Download />} disabled={phase !== 'open'} onClick={() => setExporting(true)}>
          {words.export.open}
        </MenuItem>
        {editor && <TextItems editor={editor} writable={writable} />}
        {role === 'owner' && <MenuSeparator />}
        {role === 'owner' && !trashed && (
          <MenuItem icon={<Trash2 />} onClick={() => session.trash()}>
            {words.document.moveToTrash}
          </MenuItem>
        )}
        {role === 'owner' && trashed && (
          <MenuItem icon={<ArchiveRestore />} onClick={() => session.untrash()}>
            {words.document.takeBack}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={<Command />} keys={words.shortcuts.palette} onClick={openPalette}>
          {words.palette.open}
        </MenuItem>
      </Menu>
      {exporting && <ExportDialog documentId={documentId} onClose={() => setExporting(false)} />}
    </>
  )
}
