'use client'

import type { Editor } from '@tiptap/core'
import { LinkBar } from './bars/link-bar'
import { LinkDialog } from './bars/link-dialog'
import { SelectionBar } from './bars/selection-bar'
import { TableBar } from './bars/table-bar'
import { BlockHandle } from './blocks/block-handle'
import { SlashMenu } from './slash/slash-menu'

/** What comes up at the text while one writes. */
export function WritingTools({ editor, editable }: { editor: Editor; editable: boolean }) {
  if (!editable) return null
  return (
    <>
      <SelectionBar editor={editor} />
      <LinkBar editor={editor} />
      <TableBar editor={editor} />
      <BlockHandle editor={editor} />
      <SlashMenu editor={editor} />
      <LinkDialog editor={editor} />
    </>
  )
}
