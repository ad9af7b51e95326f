import type { Editor } from '@tiptap/core'
import {
  Bold,
  Code,
  Highlighter,
  Italic,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Minus,
  Quote,
  SquareCode,
  Strikethrough,
  Underline,
} from 'lucide-react'
import { words } from '@/app/_words'

/** A button of the toolbar. `active` names what must be around the caret for it to be pressed; absent: it's no toggle. */
export type Item = {
  name: string
  label: string
  keys?: string
  icon: LucideIcon
  active?: string
  run: (editor: Editor) => void
}

export const marks: Item[] = [
  {
    name: 'bold',
    label: words.editor.bold,
    keys: 'Mod+B',
    icon: Bold,
    active: 'bold',
    run: editor => editor.chain().focus().toggleBold().run(),
  },
  {
    name: 'italic',
    label: words.editor.italic,
    keys: 'Mod+I',
    icon: Italic,
    active: 'italic',
    run: editor => editor.chain().focus().toggleItalic().run(),
  },
  {
    name: 'underline',
    label: words.editor.underline,
    keys: 'Mod+U',
    icon: Underline,
    active: 'underline',
    run: editor => editor.chain().focus().toggleUnderline().run(),
  },
  {
    name: 'strike',
    label: words.editor.strike,
    keys: 'Mod+Shift+S',
    icon: Strikethrough,
    active: 'strike',
    run: editor => editor.chain().focus().toggleStrike().run(),
  },
  {
    name: 'code',
    label: words.editor.code,
    keys: 'Mod+E',
    icon: Code,
    active: 'code',
    run: editor => editor.chain().focus().toggleCode().run(),
  },
  {
    name: 'highlight',
    label: words.editor.highlight,
    keys: 'Mod+Shift+H',
    icon: Highlighter,
    active: 'highlight',
    run: editor => editor.chain().focus().toggleHighlight().run(),
  },
]

export const blocks: Item[] = [
  {
    name: 'bulletList',
    label: words.editor.bulletList,
    keys: 'Mod+Shift+8',
    icon: List,
    active: 'bulletList',
    run: editor => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    label: words.editor.orderedList,
    keys: 'Mod+Shift+7',
    icon: ListOrdered,
    active: 'orderedList',
    run: editor => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'taskList',
    label: words.editor.taskList,
    keys: 'Mod+Shift+9',
    icon: ListChecks,
    active: 'taskList',
    run: editor => editor.chain().focus().toggleTaskList().run(),
  },
  {
    name: 'blockquote',
    label: words.editor.quote,
    keys: 'Mod+Shift+B',
    icon: Quote,
    active: 'blockquote',
    run: editor => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    name: 'codeBlock',
    label: words.editor.codeBlock,
    keys: 'Mod+Alt+C',
    icon: SquareCode,
    active: 'codeBlock',
    run: editor => editor.chain().focus().toggleCodeBlock().run(),
  },
]

export const divider: Item = {
  name: 'divider',
  label: words.editor.divider,
  icon: Minus,
  run: editor => editor.chain().focus().setHorizontalRule().run(),
}

export type TableAction = { label: string; run: (editor: Editor) => void }

/** What can be done to the table around the caret. */
export const tableActions: TableAction[] = [
  { label: words.editor.rowAbove, run: editor => editor.chain().focus().addRowBefore().run() },
  { label: words.editor.rowBelow, run: editor => editor.chain().focus().addRowAfter().run() },
  { label: words.editor.columnBefore, run: editor => editor.chain().focus().addColumnBefore().run() },
  { label: words.editor.columnAfter, run: editor => editor.chain().focus().addColumnAfter().run() },
  { label: words.editor.toggleHeader, run: editor => editor.chain().focus().toggleHeaderRow().run() },
  { label: words.editor.mergeOrSplit, run: editor => editor.chain().focus().mergeOrSplit().run() },
  { label: words.editor.deleteRow, run: editor => editor.chain().focus().deleteRow().run() },
  { label: words.editor.deleteColumn, run: editor => editor.chain().focus().deleteColumn().run() },
  { label: words.editor.deleteTable, run: editor => editor.chain().focus().deleteTable().run() },
]
