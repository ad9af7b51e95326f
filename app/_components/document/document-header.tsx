'use client'

import type { Editor } from '@tiptap/core'
import { ArrowLeft, Ellipsis, History, type LucideIcon, Share2 } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import type { Standing } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { Presence } from '../people/presence'
import { buttonClass, IconButton, iconButtonClass } from '../ui/button'
import { onDemand } from '../ui/on-demand'
import { PageLink } from '../ui/page-link'
import { StateLine } from './state-line'
import { TitleField } from './title-field'

const SharePopover = onDemand(() => import('./share-popover').then(module => module.SharePopover), 'dialog')
const DocumentMenu = onDemand(() => import('./document-menu').then(module => module.DocumentMenu), 'menu')

/**
 * What stays in sight above a document: title and state, who's here, and the tools (`children`). On phones the first row gives way
 * while one scrolls through the past.
 */
export function DocumentHeader({
  session,
  state,
  editor,
  title,
  editable,
  inPast,
  onHistory,
  onNameVersion,
  children,
}: {
  session: DocumentSession
  state: Standing
  editor: Editor | null
  title: string
  editable: boolean
  inPast: boolean
  onHistory: () => void
  onNameVersion: () => void
  children: ReactNode
}) {
  return (
    <header className={`no-print sticky top-0 z-20 border-b border-line bg-desk ${inPast ? 'max-sm:-top-13.5' : ''}`}>
      <div className="mx-auto flex max-w-6xl items-center gap-1 px-2 pt-1.5 pb-1 sm:gap-1.5 sm:px-4">
        <PageLink href="/" aria-label={words.document.back} title={words.document.back} className={iconButtonClass}>
          <ArrowLeft />
        </PageLink>
        <div className="min-w-0 flex-1">
          <TitleField title={title} editable={editable && !inPast} onRename={next => session.rename(next)} />
          <div className="px-1">
            <StateLine session={session} />
          </div>
        </div>
        <Presence session={session} editor={inPast ? null : editor} />
        <HeaderButton
          id="history"
          icon={History}
          label={words.document.history}
          aria-pressed={inPast}
          disabled={state.phase !== 'open' || inPast}
          onClick={onHistory}
        />
        <SharePopover
          documentId={state.documentId}
          trigger={<HeaderButton icon={Share2} label={words.document.share} title={words.document.shareHint} />}
        />
        <DocumentMenu
          session={session}
          state={state}
          editor={inPast ? null : editor}
          onNameVersion={onNameVersion}
          trigger={
            <IconButton label={words.document.menu}>
              <Ellipsis />
            </IconButton>
          }
        />
      </div>
      <div className="mx-auto max-w-6xl px-1 sm:px-3">{children}</div>
    </header>
  )
}

/** On phones only its icon is seen. */
function HeaderButton({ icon: Icon, label, ...rest }: ComponentProps<'button'> & { icon: LucideIcon; label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={buttonClass('framed', 'max-sm:px-2.5!')}
    >
      <Icon aria-hidden />
      <span className="max-sm:hidden">{label}</span>
    </button>
  )
}
