'use client'

import type { Editor } from '@tiptap/core'
import dynamic from 'next/dynamic'
import { confirmedRange } from '@/lib/client/confirmed-range'
import type { DocumentSession } from '@/lib/client/document-session'
import type { Selected } from '../history/use-revision-in-address'
import { Following } from '../people/following'
import { LinkBar } from './bars/link-bar'
import { LinkDialog } from './bars/link-dialog'
import { SelectionBar } from './bars/selection-bar'
import { TableBar } from './bars/table-bar'
import { BlockHandle } from './blocks/block-handle'
import { CodeBar } from './code/code-bar'
import { FindBar } from './find/find-bar'
import { Outline } from './outline/outline'
import { WordCount } from './outline/word-count'
import { SlashMenu } from './slash/slash-menu'
import { surfaceOf, useSurface } from './surface'
import { usePageKeys } from './use-page-keys'

const KeysDialog = dynamic(() => import('./keys-dialog'), { ssr: false })

/** What comes up at the text while one reads and writes. What isn't needed at once is loaded when it is. */
export function WritingTools({
  editor,
  session,
  editable,
  onHistory,
}: {
  editor: Editor
  session: DocumentSession
  editable: boolean
  /** Looks at the past, of something that's selected. */
  onHistory: (selected: Selected) => void
}) {
  const { open } = useSurface(editor)
  const close = () => surfaceOf(editor).set({ open: null })
  usePageKeys(editor)
  const historyOf = (range: { from: number; to: number }) => {
    const confirmed = confirmedRange(session.unconfirmed, range)
    const text = editor.state.doc.textBetween(range.from, range.to, ' ')
    if (confirmed) onHistory({ revision: session.state.revision, ...confirmed, text })
  }
  return (
    <>
      {editable && (
        <>
          <SelectionBar editor={editor} onHistory={historyOf} />
          <LinkBar editor={editor} />
          <TableBar editor={editor} />
          <CodeBar editor={editor} />
          <BlockHandle editor={editor} />
          <SlashMenu editor={editor} />
          <LinkDialog editor={editor} />
        </>
      )}
      <Following editor={editor} session={session} />
      <Outline editor={editor} />
      <WordCount editor={editor} />
      {open === 'find' && <FindBar editor={editor} editable={editable} onClose={close} />}
      {open === 'keys' && <KeysDialog onClose={close} finalFocus={() => editor.view.dom} />}
    </>
  )
}
