'use client'

import { useCallback, useEffect, useState } from 'react'
import { words } from '@/app/_words'
import { Button } from './button'

export type Notice = { text: string; action?: { label: string; run: () => void } }

const shownFor = 8_000

/** One short message at a time about what was just done; it goes by itself, nothing depends on having seen it. */
export function useNotice(): [Notice | null, (notice: Notice | null) => void] {
  const [notice, setNotice] = useState<Notice | null>(null)
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(null), shownFor)
    return () => clearTimeout(timer)
  }, [notice])
  return [notice, useCallback((next: Notice | null) => setNotice(next), [])]
}

/** Where the message stands; the region is always there, so that screen readers hear what comes into it. */
export function NoticeRegion({ notice, onClose }: { notice: Notice | null; onClose: () => void }) {
  return (
    <div
      role="status"
      className="no-print pointer-events-none fixed inset-x-0 bottom-[calc(var(--below,0px)+1rem)] z-30 flex justify-center px-4"
    >
      {notice && (
        <div className="pointer-events-auto flex max-w-full items-center gap-2 rounded-lg bg-ink py-1.5 ps-4 pe-2 text-sm text-paper shadow-popup">
          <span className="min-w-0 break-words">{notice.text}</span>
          {notice.action && (
            <Button
              className="text-paper underline underline-offset-2 hover:bg-transparent!"
              onClick={() => {
                onClose()
                notice.action?.run()
              }}
            >
              {notice.action.label}
            </Button>
          )}
          <Button className="text-paper hover:bg-transparent!" aria-label={words.app.close} onClick={onClose}>
            ×
          </Button>
        </div>
      )}
    </div>
  )
}
