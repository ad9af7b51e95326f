'use client'

import { Command, FilePlus2, Search, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { openPalette } from '@/app/_client/actions'
import { createDocument } from '@/app/_client/api'
import { words } from '@/app/_words'
import { ProfileButton } from '../people/profile-button'
import { Button, buttonClass } from '../ui/button'
import { Keys } from '../ui/keys'
import { fieldClass } from '../ui/popup'
import { DocumentList } from './document-list'
import { enterRows } from './row-keys'
import type { ListRequest } from './use-documents'

/** The list of documents, or of those in the trash, with search and order; what's chosen stands in the address. */
export function DocumentsPage({ initial }: { initial: ListRequest }) {
  const [request, setRequest] = useState(initial)
  const [given, setGiven] = useState(initial)
  // Somebody came here by another address of this page.
  if (given !== initial) {
    setGiven(initial)
    setRequest(initial)
  }
  const search = useRef<HTMLInputElement>(null)
  const { creating, failure, create } = useCreate()

  useEffect(() => {
    const address = addressOf(request)
    if (address !== window.location.pathname + window.location.search) window.history.replaceState(null, '', address)
  }, [request])

  useEffect(() => {
    const focusSearch = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      search.current?.focus()
    }
    window.addEventListener('keydown', focusSearch)
    return () => window.removeEventListener('keydown', focusSearch)
  }, [])

  const change = (part: Partial<ListRequest>) => setRequest(before => ({ ...before, ...part }))
  const createButton = (
    <Button look="primary" onClick={create} disabled={creating}>
      <FilePlus2 aria-hidden />
      {creating ? words.list.creating : words.list.create}
    </Button>
  )
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 px-4 pb-24">
      <header className="flex min-h-16 items-center gap-2 pt-2">
        <p className="flex-1 text-lg font-bold tracking-tight">{words.app.name}</p>
        <Button onClick={openPalette} title={words.palette.title} className="text-ink-soft!">
          <Command aria-hidden />
          <span className="max-sm:sr-only">{words.palette.open}</span>
          <Keys keys={words.shortcuts.palette} />
        </Button>
        <ProfileButton />
      </header>
      <main id="content" className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="flex-1 text-2xl font-semibold tracking-tight">
            {request.trashed ? words.list.trash : words.list.title}
          </h1>
          {!request.trashed && createButton}
        </div>
        {failure && (
          <p role="alert" className="text-sm text-danger">
            {failure}
          </p>
        )}
        <search className="flex flex-wrap items-center gap-2">
          <label className="relative flex-1 max-sm:basis-full">
            <span className="sr-only">{words.list.search}</span>
            <Search aria-hidden className="pointer-events-none absolute inset-s-2.5 top-2.5 size-4 text-ink-soft" />
            <input
              ref={search}
              type="search"
              value={request.query}
              maxLength={200}
              placeholder={words.list.searchHint}
              onChange={event => change({ query: event.target.value })}
              onKeyDown={event => {
                if (event.key === 'ArrowDown' && enterRows(document.querySelector('#content ul')))
                  event.preventDefault()
              }}
              className={`${fieldClass} ps-8.5`}
            />
          </label>
          <label className="flex items-center gap-2 text-sm text-ink-soft max-sm:flex-1">
            <span className="whitespace-nowrap max-sm:sr-only">{words.list.sort}</span>
            <select
              value={request.sort}
              onChange={event => change({ sort: event.target.value as ListRequest['sort'] })}
              className={`${fieldClass} w-auto`}
            >
              {Object.entries(words.list.sorts).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <a
            href={addressOf({ query: '', sort: request.sort, trashed: !request.trashed })}
            className={buttonClass()}
            onClick={event => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return
              event.preventDefault()
              change({ trashed: !request.trashed, query: '' })
            }}
          >
            {!request.trashed && <Trash2 aria-hidden />}
            {request.trashed ? words.list.toDocuments : words.list.toTrash}
          </a>
        </search>
        <DocumentList key={String(request.trashed)} request={request} above={search}>
          {createButton}
        </DocumentList>
      </main>
    </div>
  )
}

function addressOf({ query, sort, trashed }: ListRequest): string {
  const values = new URLSearchParams()
  if (query.trim()) values.set('query', query.trim())
  if (sort !== 'updated') values.set('sort', sort)
  if (trashed) values.set('trashed', 'true')
  return values.size ? `/?${values}` : '/'
}

function useCreate() {
  const router = useRouter()
  const [creating, setCreating] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const create = async () => {
    setCreating(true)
    setFailure(null)
    const result = await createDocument()
    if (result.ok) return router.push(`/documents/${result.value.documentId}`)
    setCreating(false)
    setFailure(result.failure.message)
  }
  return { creating, failure, create: () => void create() }
}
