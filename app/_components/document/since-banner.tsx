'use client'

import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { timeline } from '@/app/_client/api'
import { lastSeen, type Seen } from '@/app/_client/last-seen'
import { standing, useSessionState } from '@/app/_client/use-session'
import { clock, dayKey, moment } from '@/app/_format'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { type News, newsFor } from '@/lib/history/told/news'
import type { Author } from '@/lib/protocol/people'
import { Button, IconButton } from '../ui/button'
import { Banner } from './banner'

/** To whom comes back it says what others have changed meanwhile, and leads to it; until it's closed. */
export function SinceBanner({
  session,
  onShow,
}: {
  session: DocumentSession
  onShow: (from: number, to: number) => void
}) {
  const [closed, setClosed] = useState(false)
  const news = useNews(session)
  if (!news || closed) return null
  const { changes, authorIds, authors, seen, head } = news
  const names = authorIds.map(id => authors.find(({ authorId }) => authorId === id)?.name ?? words.people.somebody)
  const told = names.length > 3 ? names.slice(0, 2) : names
  return (
    <Banner>
      <span role="status" className="flex-1 basis-64">
        {words.since.news(changes, words.since.people(told, names.length - told.length), when(seen.at))}
      </span>
      <Button
        look="framed"
        onClick={() => {
          setClosed(true)
          onShow(seen.revision, head)
        }}
      >
        {words.since.show}
      </Button>
      <IconButton label={words.app.close} onClick={() => setClosed(true)}>
        <X />
      </IconButton>
    </Banner>
  )
}

type Told = News & { authors: readonly Author[]; seen: Seen; head: number }

// What came while the document was being opened is shown one event after the other.
const caughtUpAfter = 800
const again = 1_500

/** What came between the last visit and this one. */
function useNews(session: DocumentSession): Told | null {
  const { documentId, phase, me } = useSessionState(session, standing)
  const [told, setTold] = useState<Told | null>(null)
  const opened = phase === 'open'
  const [arrived, setArrived] = useState<number | null>(null)
  useEffect(() => {
    if (!opened) return
    const timer = setTimeout(() => setArrived(arrived => arrived ?? session.state.revision), caughtUpAfter)
    return () => clearTimeout(timer)
  }, [session, opened])
  const mine = me?.authorId ?? null
  useEffect(() => {
    const seen = arrived === null ? null : lastSeen(documentId)
    if (!seen || arrived === null || seen.revision >= arrived) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const ask = (attempts: number) =>
      timeline(documentId, { buckets: 1, from: seen.revision + 1, to: arrived }, abort.signal).then(
        answer => {
          if (!answer.ok) return
          const { buckets, authors, head } = answer.value
          // The projection comes a moment after the event.
          if (head < arrived && attempts > 0) {
            timer = setTimeout(ask, again, attempts - 1)
            return
          }
          const news = newsFor(mine, buckets)
          setTold(news && { ...news, authors, seen, head: arrived })
        },
        () => {},
      )
    void ask(3)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [documentId, arrived, mine])
  return told
}

function when(iso: string): string {
  const now = new Date()
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).toDateString()
  if (dayKey(iso) === now.toDateString()) return words.since.today(clock(iso))
  return dayKey(iso) === yesterday ? words.since.yesterday(clock(iso)) : moment(iso)
}
