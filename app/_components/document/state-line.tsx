'use client'

import { CircleAlert, CircleCheck, CloudOff, Eye, LoaderCircle, type LucideIcon } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useSessionState } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import type { SessionState } from '@/lib/client/session-state'

type Line = { text: string; icon: LucideIcon; tone: 'quiet' | 'warn' | 'bad'; spoken?: string; hint?: string }

// Shorter breaks of the line are healed before anybody could act on them.
const reconnectingFor = 4_000
// A server that's well answers sooner by far; later than that one should know.
const answeredWithin = 4_000

/** Says at every moment, at every width, what has become of what one wrote. */
export function StateLine({ session }: { session: DocumentSession }) {
  const state = useSessionState(session)
  const online = useOnline()
  const away = useLasting(state.phase === 'open' && !state.connected ? 'away' : null, reconnectingFor)
  const stuck = useLasting(state.inFlight, online ? answeredWithin : answeredWithin / 4)
  const line = lineFor(state, { online, away, stuck })
  const Icon = line.icon
  const tone = { quiet: 'text-ink-soft', warn: 'text-past-ink', bad: 'text-danger' }[line.tone]
  return (
    <>
      <p data-testid="state-line" title={line.hint} className={`flex min-w-0 items-center gap-1.5 text-xs ${tone}`}>
        <Icon aria-hidden className={`size-3.5 shrink-0 ${line.icon === LoaderCircle ? 'animate-spin' : ''}`} />
        <span className="min-w-0 break-words tabular-nums">{line.text}</span>
      </p>
      {/* Saved and saving alternate with every word; only what one must know is spoken, and without its numbers. */}
      <p role="status" className="sr-only">
        {line.spoken ?? ''}
      </p>
    </>
  )
}

function lineFor(
  state: SessionState,
  { online, away, stuck }: { online: boolean; away: boolean; stuck: boolean },
): Line {
  const { phase, connected, refusal, unconfirmed, kept, notKept, revision, role, trashed } = state
  if (refusal && refusal.retryInMs === undefined && phase === 'open') {
    const text = words.state.refused(refusal.message)
    return { text, icon: CircleAlert, tone: 'bad', spoken: text }
  }
  if (phase === 'opening')
    return online
      ? { text: words.state.opening, icon: LoaderCircle, tone: 'quiet' }
      : { text: words.state.offline, icon: CloudOff, tone: 'warn' }
  // What isn't saved and isn't kept either hangs on this page alone.
  if (notKept !== null && unconfirmed > 0 && (!connected || stuck)) {
    const text = words.state.notKept(notKept)
    return { text, icon: CircleAlert, tone: 'bad', spoken: text, hint: words.state.notKeptHint }
  }
  if ((!connected && (away || !online)) || (stuck && !online)) {
    const text = kept > 0 ? words.state.offlineKept(kept) : words.state.offline
    return { text, icon: CloudOff, tone: 'warn', spoken: words.state.offlineSpoken }
  }
  if (!connected) return { text: words.state.reconnecting, icon: LoaderCircle, tone: 'warn' }
  if (role === 'viewer' || trashed) return { text: words.state.readOnly(revision), icon: Eye, tone: 'quiet' }
  if (stuck) return { text: words.state.waitingKept(kept), icon: LoaderCircle, tone: 'warn' }
  if (unconfirmed > 0) return { text: words.state.saving, icon: LoaderCircle, tone: 'quiet' }
  const saved = words.state.saved(revision)
  if (notKept === null) return { text: saved, icon: CircleCheck, tone: 'quiet' }
  const text = `${saved} · ${words.state.notKept(notKept)}`
  return { text, icon: CircleAlert, tone: 'warn', spoken: words.state.notKept(notKept), hint: words.state.notKeptHint }
}

/** Whether the browser believes to be on a network; true on the server. */
function useOnline(): boolean {
  return useSyncExternalStore(
    listener => {
      window.addEventListener('online', listener)
      window.addEventListener('offline', listener)
      return () => {
        window.removeEventListener('online', listener)
        window.removeEventListener('offline', listener)
      }
    },
    () => navigator.onLine,
    () => true,
  )
}

/** Whether this very thing has been there for at least `ms`. */
function useLasting(thing: string | null, ms: number): boolean {
  const [lasting, setLasting] = useState<string | null>(null)
  useEffect(() => {
    if (thing === null) return setLasting(null)
    const timer = setTimeout(() => setLasting(thing), ms)
    return () => clearTimeout(timer)
  }, [thing, ms])
  return lasting !== null && lasting === thing
}
