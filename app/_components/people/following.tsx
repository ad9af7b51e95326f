'use client'

import type { Editor } from '@tiptap/core'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { scrollBehavior } from '@/app/_client/motion'
import { type SessionState, useSessionState } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { surfaceOf, useSurface } from '../editor/surface'

const who = ({ members, authors }: SessionState) => ({ members, authors })
const nothing = { members: [], authors: new Map() } as Pick<SessionState, 'members' | 'authors'>
const nobody = () => nothing

/** While one follows somebody, the page scrolls with their caret, until one scrolls, types or clicks oneself. */
export function Following({ editor, session }: { editor: Editor; session: DocumentSession }) {
  const { following } = useSurface(editor)
  const { members, authors } = useSessionState(session, following === null ? nobody : who)
  const author = following === null ? undefined : authors.get(following)
  const isHere = members.some(({ authorId }) => authorId === following)
  useEffect(() => {
    if (following === null) return
    const stop = () => surfaceOf(editor).set({ following: null })
    if (!isHere) return stop()
    const ends = ['wheel', 'touchmove', 'keydown'] as const
    for (const end of ends) window.addEventListener(end, stop, { passive: true })
    editor.view.dom.addEventListener('pointerdown', stop)
    return () => {
      for (const end of ends) window.removeEventListener(end, stop)
      editor.view.dom.removeEventListener('pointerdown', stop)
    }
  }, [editor, following, isHere])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever somebody has moved
  useEffect(() => {
    if (following === null) return
    const look = () => keepInSight(editor, session, following)
    look()
    editor.on('transaction', look)
    return () => {
      editor.off('transaction', look)
    }
  }, [editor, session, following, members])
  return (
    <div role="status" className="no-print pointer-events-none fixed inset-x-0 bottom-4 z-20 flex justify-center">
      {author && (
        <button
          type="button"
          data-color={author.color}
          onClick={() => surfaceOf(editor).set({ following: null })}
          title={words.people.unfollow}
          className="pointer-events-auto flex min-h-8 items-center gap-1.5 rounded-full bg-(--author-color) ps-3 pe-2 text-sm font-medium text-(--on-author) shadow-popup [&_svg]:size-4"
        >
          {words.people.following(author.name)}
          <X aria-hidden />
          <span className="sr-only">{words.people.unfollow}</span>
        </button>
      )}
    </div>
  )
}

/** Scrolls only where the caret is about to leave the middle of what's seen. */
function keepInSight(editor: Editor, session: DocumentSession, authorId: string): void {
  const { members, clientId } = session.state
  const member = members.find(one => one.authorId === authorId && one.clientId !== clientId && one.selection)
  const position = member && session.replica?.toView(member.selection!.head, member.revision)
  if (position === undefined || position === null || editor.isDestroyed) return
  const { top } = editor.view.coordsAtPos(Math.min(position, editor.state.doc.content.size))
  const { innerHeight } = window
  if (top > innerHeight * 0.25 && top < innerHeight * 0.75) return
  window.scrollTo({ top: window.scrollY + top - innerHeight * 0.45, behavior: scrollBehavior() })
}
