'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { FileText, Search, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState } from 'react'
import type { Action } from '@/app/_client/actions'
import { ago } from '@/app/_format'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import { fromHit, Hits, titleMatch } from '../list/hits'
import { IconButton } from '../ui/button'
import { backdropClass } from '../ui/confirm'
import { Keys } from '../ui/keys'
import { NoticeRegion, useNotice } from '../ui/notice'
import { popupClass } from '../ui/popup'
import { useFound } from './use-found'
import { usePageActions } from './use-page-actions'

type Item = { id: string; label: string; run: () => void; action?: Action; row?: DocumentRow }
type Group = { value: string; items: Item[] }

/** Goes to a document or does something, by a few letters. What's found later stands below what one may be about to choose. */
export function Palette({
  open,
  times,
  onOpenChange,
}: {
  open: boolean
  times: number
  onOpenChange: (open: boolean) => void
}) {
  const [notice, tell] = useNotice()
  const chosen = useRef<(() => void) | null>(null)
  const actions = usePageActions(text => tell({ text }))
  return (
    <>
      <Dialog.Root
        open={open}
        onOpenChange={onOpenChange}
        onOpenChangeComplete={opened => {
          if (opened) return
          chosen.current?.()
          chosen.current = null
        }}
      >
        <Dialog.Portal>
          <Dialog.Backdrop className={backdropClass} />
          <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center overflow-hidden px-2 pt-2 sm:pt-[12vh]">
            <Dialog.Popup
              data-palette
              aria-label={words.palette.title}
              className={`${popupClass} flex max-h-[min(30rem,calc(100dvh-1rem))] w-full max-w-xl flex-col overflow-clip`}
            >
              <Choice
                key={times}
                actions={actions}
                onChoose={run => {
                  chosen.current = run
                  onOpenChange(false)
                }}
              />
            </Dialog.Popup>
          </Dialog.Viewport>
        </Dialog.Portal>
      </Dialog.Root>
      <NoticeRegion notice={notice} onClose={() => tell(null)} />
    </>
  )
}

function Choice({ actions, onChoose }: { actions: () => Action[]; onChoose: (run: () => void) => void }) {
  const router = useRouter()
  const [query, setQuery] = useState('')
  const [offered] = useState(actions)
  const wanted = query.trim()
  const { documents, query: found, searching, failure } = useFound(wanted)
  const groups = useMemo(() => {
    const doable = offered
      .filter(action => answers(action, wanted))
      .map((action): Item => ({ id: action.id, label: action.label, run: action.run, action }))
    const open = documents.map((row): Item => {
      const { documentId: id } = row
      return { id, label: row.title || words.list.untitled, run: () => router.push(`/documents/${id}`), row }
    })
    const [first, second] = [
      { value: wanted ? words.palette.found : words.palette.recent, items: open },
      { value: words.palette.actions, items: doable },
    ]
    return (wanted ? [second, first] : [first, second]).filter(({ items }) => items.length > 0)
  }, [documents, offered, wanted, router])
  const count = groups.reduce((sum, { items }) => sum + items.length, 0)
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(item: Item) => item.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2 border-b border-line ps-3 pe-1.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-soft">
        <Search aria-hidden />
        <Autocomplete.Input
          aria-label={words.palette.label}
          placeholder={words.palette.hint}
          maxLength={200}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-soft"
        />
        <Dialog.Close render={<IconButton label={words.app.close} />}>
          <X />
        </Dialog.Close>
      </div>
      <Autocomplete.Status className="sr-only">
        {searching || count === 0 ? '' : words.palette.count(count)}
      </Autocomplete.Status>
      <Autocomplete.Empty>
        {count === 0 && (
          <p className="px-4 py-8 text-center text-sm text-ink-soft">
            {searching ? words.palette.searching : failure || words.palette.nothing(wanted)}
          </p>
        )}
      </Autocomplete.Empty>
      <Autocomplete.List className="min-h-0 flex-1 scroll-py-1 overflow-y-auto overscroll-contain p-1 data-empty:p-0">
        {(group: Group) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="px-2.5 pt-2.5 pb-1 text-xs font-medium text-ink-soft">
              {group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: Item) => (
                <Autocomplete.Item
                  key={item.id}
                  value={item}
                  onClick={() => onChoose(item.run)}
                  className="flex min-h-10 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-soft"
                >
                  {item.row ? <Found row={item.row} query={wanted && found} /> : <Doable action={item.action!} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function Doable({ action: { icon, label, keys } }: { action: Action }) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1">{label}</span>
      {keys && <Keys keys={keys} />}
    </>
  )
}

function Found({ row, query }: { row: DocumentRow; query: string }) {
  const inText = query ? row.matches?.find(({ text }) => text !== row.title) : undefined
  return (
    <>
      <FileText aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="block truncate" dir="auto">
          {query && row.title ? <Hits match={titleMatch(row.title, query)} /> : row.title || words.list.untitled}
        </span>
        {inText && (
          <span className="block truncate text-xs text-ink-soft" dir="auto">
            <Hits match={fromHit(inText)} />
          </span>
        )}
      </span>
      <time dateTime={row.updatedAt} className="text-xs whitespace-nowrap text-ink-soft">
        {ago(row.updatedAt)}
      </time>
    </>
  )
}

/** An action answers a query where each of its words begins one of the action's. */
function answers({ label, words: more = '' }: Action, query: string): boolean {
  const own = `${label} ${more}`.toLocaleLowerCase().split(/\s+/)
  const terms = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return terms.every(term => own.some(word => word.startsWith(term)))
}
