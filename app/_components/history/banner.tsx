'use client'

import {
  Bookmark,
  Clapperboard,
  ClipboardCopy,
  CopyPlus,
  Download,
  Ellipsis,
  History as HistoryIcon,
  Keyboard,
  Link,
  LoaderCircle,
  RotateCcw,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { fullMoment, moment } from '@/app/_format'
import { words } from '@/app/_words'
import { Button, IconButton } from '../ui/button'
import { Menu, MenuItem } from '../ui/menu'
import { position, what, who } from './describe'
import type { History } from './use-history'

/** What can be done with the revision that's shown. */
export type Deeds = {
  name: () => void
  copyLink: () => void
  copyText: () => void
  copyDocument: () => void
  export: () => void
  film: () => void
  restore: () => void
  keys: () => void
  leave: () => void
}

/** What stands in place of the toolbar: that this is the past, where in it one is, and how one comes back. */
export function PastBanner({ history, writable, deeds }: { history: History; writable: boolean; deeds: Deeds }) {
  const { controller, state, timeline, authors, arrived } = history
  const { frame, wanted, head, loading, failure } = state
  const shown = frame?.revision === wanted ? frame : null
  const name = timeline?.versions.find(({ revision }) => revision === wanted)?.name
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-past px-2 py-1 text-past-ink outline outline-past-line/40">
      {loading ? (
        // Only what takes longer than one notices.
        <LoaderCircle aria-hidden className="late size-4 shrink-0 animate-spin" />
      ) : (
        <HistoryIcon aria-hidden className="size-4 shrink-0" />
      )}
      <p
        className="min-w-0 flex-1 basis-48 text-sm tabular-nums"
        aria-busy={loading}
        data-color={shown && authors.get(shown.authorId)?.color}
      >
        <strong className="font-semibold">{words.history.viewing(wanted)}</strong>
        {name && (
          <>
            {' · '}
            <span dir="auto" className="break-words">
              {words.history.named(name)}
            </span>
          </>
        )}
        {shown ? (
          <>
            {' · '}
            <span aria-hidden className="me-1 inline-block size-2 rounded-full bg-(--author-color)" />
            {who(shown, authors)}
            {' · '}
            <time dateTime={shown.recordedAt} title={fullMoment(shown.recordedAt)}>
              {moment(shown.recordedAt)}
            </time>
            {what(shown) && <span className="max-sm:hidden"> · {what(shown)}</span>}
          </>
        ) : (
          loading && <span className="late"> · {words.history.loading}</span>
        )}
      </p>
      <div className="flex items-center max-sm:w-full max-sm:[&>:last-child]:ms-auto">
        <Deed icon={<Bookmark />} label={words.history.name} disabled={!writable} onClick={deeds.name} />
        <Deed
          icon={<RotateCcw />}
          label={words.bringing.restore}
          disabled={!writable || wanted >= head}
          onClick={deeds.restore}
        />
        <IconButton label={words.history.copyLink} onClick={deeds.copyLink}>
          <Link />
        </IconButton>
        <Menu
          trigger={
            <IconButton label={words.history.more}>
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<ClipboardCopy />} disabled={!shown} onClick={deeds.copyText}>
            {words.history.copyText}
          </MenuItem>
          <MenuItem icon={<CopyPlus />} onClick={deeds.copyDocument}>
            {words.bringing.copy}
          </MenuItem>
          <MenuItem icon={<Download />} onClick={deeds.export}>
            {words.export.open}
          </MenuItem>
          <MenuItem icon={<Clapperboard />} onClick={deeds.film}>
            {words.film.open}
          </MenuItem>
          <MenuItem icon={<Keyboard />} keys="?" onClick={deeds.keys}>
            {words.keys.title}
          </MenuItem>
        </Menu>
        <Button look="primary" className="ms-1" onClick={deeds.leave}>
          {words.history.live}
          {arrived > 0 && <span className="font-normal">· {words.history.liveWith(arrived)}</span>}
        </Button>
      </div>
      {failure && (
        <p className="flex w-full items-center gap-2 text-sm text-danger">
          <span role="alert">{words.history.failed(failure.message)}</span>
          <Button onClick={() => controller.seek(wanted)}>{words.app.retry}</Button>
        </p>
      )}
      <Spoken text={state.playing ? '' : position(state, authors)} />
    </div>
  )
}

/** A button with its name beside it; on phones the name is only said. */
function Deed({ icon, label, ...rest }: { icon: ReactNode; label: string; disabled: boolean; onClick: () => void }) {
  return (
    <Button aria-label={label} title={label} className="max-sm:size-9 max-sm:px-0!" {...rest}>
      {icon}
      <span className="max-sm:hidden">{label}</span>
    </Button>
  )
}

// Long enough that who steps quickly hears only where they arrive.
const quietFor = 700

/** Says where one is once one rests there, unless the slider, which says it by itself, has the focus. */
function Spoken({ text }: { text: string }) {
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(document.activeElement?.matches('[type=range]') ? '' : text), quietFor)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  )
}
