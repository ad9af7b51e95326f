import { useEffect, useRef, useState } from 'react'
import type { HistoryState } from '@/app/_client/history-controller'
import { span } from '@/app/_format'
import { words } from '@/app/_words'

// A break that playing squeezed to less than one would notice.
const worthTelling = 5 * 60_000
const shownFor = 1_600

/** While it's played, how much time was just skipped. */
export function Skipped({ state: { frame, playing } }: { state: HistoryState }) {
  const before = useRef<{ revision: number; at: number } | null>(null)
  const [skipped, setSkipped] = useState<{ ms: number; revision: number } | null>(null)
  useEffect(() => {
    const last = before.current
    before.current = playing && frame ? { revision: frame.revision, at: Date.parse(frame.recordedAt) } : null
    if (!playing || !frame || !last || last.revision >= frame.revision) return
    const ms = Date.parse(frame.recordedAt) - last.at
    if (ms >= worthTelling) setSkipped({ ms, revision: frame.revision })
  }, [frame, playing])
  useEffect(() => {
    if (!skipped) return
    const timer = setTimeout(() => setSkipped(null), shownFor)
    return () => clearTimeout(timer)
  }, [skipped])
  if (!skipped) return null
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--below,0px)+0.75rem)] flex justify-center">
      <span
        key={skipped.revision}
        data-testid="skipped"
        className="rounded-full border border-past-line/60 bg-past px-3 py-1 text-sm font-medium text-past-ink shadow-popup"
      >
        {words.history.later(span(skipped.ms))}
      </span>
    </div>
  )
}
