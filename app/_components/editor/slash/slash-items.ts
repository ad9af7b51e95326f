import type { ChainedCommands } from '@tiptap/core'
import {
  Heading1,
  Heading2,
  Heading3,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Minus,
  Pilcrow,
  Quote,
  SquareCode,
  Table,
} from 'lucide-react'
import { words } from '@/app/_words'

/** A block that can be made by its name. */
export type SlashItem = {
  name: string
  label: string
  /** What else people call it. */
  also: string
  icon: LucideIcon
  /** What one would type instead. */
  typed?: string
  make: (chain: ChainedCommands) => ChainedCommands
}
export type SlashGroup = { label: string; items: SlashItem[] }

const { editor, slash } = words

const heading = (level: 1 | 2 | 3, icon: LucideIcon): SlashItem => ({
  name: `heading${level}`,
  label: editor.heading(level),
  also: slash.also.heading(level),
  icon,
  typed: '#'.repeat(level),
  make: chain => chain.setHeading({ level }),
})

export const slashGroups: SlashGroup[] = [
  {
    label: slash.text,
    items: [
      {
        name: 'paragraph',
        label: editor.paragraph,
        also: slash.also.paragraph,
        icon: Pilcrow,
        make: chain => chain.setParagraph(),
      },
      heading(1, Heading1),
      heading(2, Heading2),
      heading(3, Heading3),
      {
        name: 'blockquote',
        label: editor.quote,
        also: slash.also.quote,
        icon: Quote,
        typed: '>',
        // An item of a list begins with text: the quote comes out of it.
        make: chain => chain.clearNodes().setBlockquote(),
      },
      {
        name: 'codeBlock',
        label: editor.codeBlock,
        also: slash.also.code,
        icon: SquareCode,
        typed: '```',
        make: chain => chain.setCodeBlock(),
      },
    ],
  },
  {
    label: slash.lists,
    items: [
      {
        name: 'bulletList',
        label: editor.bulletList,
        also: slash.also.bullets,
        icon: List,
        typed: '-',
        make: chain => chain.toggleBulletList(),
      },
      {
        name: 'orderedList',
        label: editor.orderedList,
        also: slash.also.numbers,
        icon: ListOrdered,
        typed: '1.',
        make: chain => chain.toggleOrderedList(),
      },
      {
        name: 'taskList',
        label: editor.taskList,
        also: slash.also.tasks,
        icon: ListChecks,
        typed: '[ ]',
        make: chain => chain.toggleTaskList(),
      },
    ],
  },
  {
    label: slash.insert,
    items: [
      {
        name: 'table',
        label: editor.table,
        also: slash.also.table,
        icon: Table,
        make: chain => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
      },
      {
        name: 'divider',
        label: editor.divider,
        also: slash.also.divider,
        icon: Minus,
        typed: '---',
        make: chain => chain.setHorizontalRule(),
      },
    ],
  },
]

/** What fits the letters typed so far, groups that are left empty left out. A name that begins so comes before one that holds it. */
export function slashMatches(query: string): SlashGroup[] {
  const wanted = plain(query)
  const rank = ({ label, also }: SlashItem): number => {
    const names = plain(`${label} ${also}`)
    if (!wanted || names.startsWith(wanted)) return 0
    return names.split(' ').some(name => name.startsWith(wanted)) ? 1 : names.includes(wanted) ? 2 : 3
  }
  return slashGroups.flatMap(({ label, items }) => {
    const fitting = items.filter(item => rank(item) < 3).toSorted((a, b) => rank(a) - rank(b))
    return fitting.length > 0 ? [{ label, items: fitting }] : []
  })
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()
