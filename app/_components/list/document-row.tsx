'use client'

import { Ellipsis } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { ago, fullMoment } from '@/app/_format'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { IconButton } from '../ui/button'
import { onDemand } from '../ui/on-demand'
import { PageLink } from '../ui/page-link'
import { Hits, titleMatch } from './hits'
import { RenameField } from './rename-field'
import type { RowActions } from './use-row-actions'

const RowMenu = onDemand(() => import('./row-menu').then(module => module.RowMenu), 'menu')

// The server cuts the text there, where it may be in the middle of a word.
const longestExcerpt = 200

function beginning(excerpt: string): string {
  if (excerpt.length < longestExcerpt) return excerpt
  const end = excerpt.lastIndexOf(' ')
  return `${end > 0 ? excerpt.slice(0, end) : excerpt}…`
}

/** One document in the list: a link with title and text, who changed it and when, and what can be done to it. */
export function Row({
  row,
  author,
  query,
  trashed,
  actions,
}: {
  row: DocumentRow
  author: Author | undefined
  query: string
  trashed: boolean
  actions: RowActions
}) {
  const [renaming, setRenaming] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const title = row.title || words.list.untitled
  const inText = (row.matches ?? []).filter(({ text }) => text !== row.title).slice(0, 2)
  const finish = (next: string | null) => {
    setRenaming(false)
    if (next !== null && next !== row.title) actions.rename(row, next)
    requestAnimationFrame(() => link.current?.focus())
  }
  const rename = () => !trashed && row.role !== 'viewer' && setRenaming(true)
  const throwAway = trashed ? actions.askToDelete : row.role === 'owner' ? actions.trash : actions.remove
  const onKey = (event: KeyboardEvent) => {
    if (event.shiftKey || event.ctrlKey || event.altKey) return
    if (event.key === 'F2') rename()
    // A Mac's keyboard has no other key for it than Backspace with the command key.
    else if (event.key === (event.metaKey ? 'Backspace' : 'Delete')) throwAway(row)
    else return
    event.preventDefault()
  }
  return (
    <li className="group relative flex items-start gap-1 border-b border-line ps-3 pe-1 last:border-b-0 hover:bg-hover focus-within:bg-hover">
      <div className="min-w-0 flex-1 py-3">
        {renaming ? (
          <RenameField title={row.title} onDone={finish} />
        ) : (
          <h2 className="text-base font-medium break-words">
            {/* The link's surface is the whole row; the menu lies above it. */}
            <PageLink
              ref={link}
              data-row={row.documentId}
              aria-keyshortcuts={trashed ? 'Delete' : 'F2 Delete'}
              onKeyDown={onKey}
              dir="auto"
              href={`/documents/${row.documentId}`}
              className={`outline-none before:absolute before:inset-0 before:-outline-offset-2 before:outline-accent focus-visible:before:outline-2 ${row.title ? '' : 'text-ink-soft'}`}
            >
              {query && row.title ? <Hits match={titleMatch(row.title, query)} /> : title}
            </PageLink>
          </h2>
        )}
        <p className="mt-0.5 line-clamp-2 text-sm text-ink-soft" dir="auto">
          {inText.length > 0
            ? inText.map(match => (
                <span key={match.text} className="me-2">
                  <Hits match={match} />
                </span>
              ))
            : beginning(row.excerpt) || words.list.noText}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-xs text-ink-soft">
          <time dateTime={row.updatedAt} title={fullMoment(row.updatedAt)}>
            {ago(row.updatedAt)}
          </time>
          <span data-color={author?.color} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2 rounded-full bg-(--author-color)" />
            {words.list.changed(author?.name ?? words.people.somebody)}
          </span>
        </p>
      </div>
      <div className="relative py-2">
        <RowMenu
          row={row}
          trashed={trashed}
          actions={actions}
          onRename={rename}
          trigger={
            <IconButton label={words.list.actions(title)}>
              <Ellipsis />
            </IconButton>
          }
        />
      </div>
    </li>
  )
}
