'use client'

import { ArchiveRestore, Ellipsis, PencilLine, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { ago, fullMoment } from '@/app/_format'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { IconButton } from '../ui/button'
import { Menu, MenuItem } from '../ui/menu'
import { fieldClass } from '../ui/popup'
import { Hits, titleMatch } from './hits'

export type RowActions = {
  rename: (row: DocumentRow, title: string) => void
  trash: (row: DocumentRow) => void
  takeBack: (row: DocumentRow) => void
  askToDelete: (row: DocumentRow) => void
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
  return (
    <li className="group relative flex items-start gap-1 border-b border-line ps-3 pe-1 last:border-b-0 hover:bg-hover focus-within:bg-hover">
      <div className="min-w-0 flex-1 py-3">
        {renaming ? (
          <RenameField title={row.title} onDone={finish} />
        ) : (
          <h2 className="text-base font-medium break-words">
            {/* The link's surface is the whole row; the menu lies above it. */}
            <Link
              ref={link}
              data-row
              dir="auto"
              prefetch={false}
              href={`/documents/${row.documentId}`}
              className={`before:absolute before:inset-0 ${row.title ? '' : 'text-ink-soft'}`}
            >
              {query && row.title ? <Hits match={titleMatch(row.title, query)} /> : title}
            </Link>
          </h2>
        )}
        <p className="mt-0.5 line-clamp-2 text-sm text-ink-soft" dir="auto">
          {inText.length > 0
            ? inText.map(match => (
                <span key={match.text} className="me-2">
                  <Hits match={match} />
                </span>
              ))
            : row.excerpt || words.list.noText}
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
      <RowMenu row={row} title={title} trashed={trashed} actions={actions} onRename={() => setRenaming(true)} />
    </li>
  )
}

function RowMenu({
  row,
  title,
  trashed,
  actions,
  onRename,
}: {
  row: DocumentRow
  title: string
  trashed: boolean
  actions: RowActions
  onRename: () => void
}) {
  if (trashed ? row.role !== 'owner' : row.role === 'viewer') return null
  return (
    <div className="relative py-2">
      <Menu
        trigger={
          <IconButton label={words.list.actions(title)}>
            <Ellipsis />
          </IconButton>
        }
      >
        {!trashed && (
          <MenuItem icon={<PencilLine />} onClick={onRename}>
            {words.list.rename}
          </MenuItem>
        )}
        {!trashed && row.role === 'owner' && (
          <MenuItem icon={<Trash2 />} onClick={() => actions.trash(row)}>
            {words.list.moveToTrash}
          </MenuItem>
        )}
        {trashed && (
          <MenuItem icon={<ArchiveRestore />} onClick={() => actions.takeBack(row)}>
            {words.list.takeBack}
          </MenuItem>
        )}
        {trashed && (
          <MenuItem danger icon={<Trash2 />} onClick={() => actions.askToDelete(row)}>
            {words.list.deleteForever}
          </MenuItem>
        )}
      </Menu>
    </div>
  )
}

function RenameField({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  // The menu gives the focus back to its button when it closes; take it after that.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.select(), 50)
    return () => clearTimeout(timer)
  }, [])
  const finish = (next: string | null) => {
    if (done.current) return
    done.current = true
    onDone(next)
  }
  return (
    <input
      ref={field}
      defaultValue={title}
      maxLength={500}
      dir="auto"
      aria-label={words.list.renameLabel}
      className={`${fieldClass} relative`}
      onBlur={event => finish(event.target.value.trim())}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(event.currentTarget.value.trim())
        if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
