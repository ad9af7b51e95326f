'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { words } from '@/app/_words'
import { IconButton } from '../ui/button'
import { backdropClass } from '../ui/confirm'

const wide = '(min-width: 64rem)'
const key = 'everdraft:changes'

export type Panel = {
  open: boolean
  /** It stands beside the text, which makes room for it; else it's a sheet above the page. */
  beside: boolean
  toggle: () => void
  close: () => void
  /** Something was chosen in it: a sheet gives way. */
  chosen: () => void
}

/** Whether the panel is in sight. Beside the text it's remembered by this browser; a sheet is opened each time. */
export function useSidePanel(): Panel {
  const isWide = useMatches(wide)
  const [shown, setShown] = useState(remembered)
  const [sheet, setSheet] = useState(false)
  const open = isWide ? shown : sheet
  const set = useCallback(
    (next: boolean) => {
      if (!isWide) return setSheet(next)
      setShown(next)
      remember(next)
    },
    [isWide],
  )
  const toggle = useCallback(() => set(!open), [set, open])
  const close = useCallback(() => set(false), [set])
  const chosen = useCallback(() => setSheet(false), [])
  const beside = isWide && shown
  return useMemo(() => ({ open, beside, toggle, close, chosen }), [open, beside, toggle, close, chosen])
}

/** What's told about the past beside the text; on narrow windows a sheet that comes up over it. */
export function SidePanel({
  panel,
  title,
  header,
  children,
}: {
  panel: Panel
  title: string
  /** Stands at the top, beside what closes it. */
  header: ReactNode
  children: ReactNode
}) {
  useEdges(panel.beside)
  if (panel.beside)
    return (
      <section
        aria-label={title}
        className="fixed top-(--above) right-0 bottom-(--below) z-1 flex w-80 flex-col border-s border-line bg-paper"
      >
        <div className="flex items-center justify-between gap-1 ps-2 pe-1.5 pt-1.5">
          <h2 className="sr-only">{title}</h2>
          {header}
          <IconButton label={words.changes.hide} onClick={panel.close}>
            <X />
          </IconButton>
        </div>
        {children}
      </section>
    )
  return (
    <Dialog.Root open={panel.open} onOpenChange={open => !open && panel.close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-50 mx-auto flex h-[min(75dvh,40rem)] max-w-xl flex-col rounded-t-lg border border-line bg-paper pb-[env(safe-area-inset-bottom)] text-ink shadow-popup outline-none transition-transform data-ending-style:translate-y-full data-starting-style:translate-y-full">
          <div className="flex items-center justify-between gap-1 ps-2 pe-1.5 pt-1.5">
            <Dialog.Title className="sr-only">{title}</Dialog.Title>
            {header}
            <Dialog.Close render={<IconButton label={words.app.close} />}>
              <X />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Tells the styles how much of the window the header above, the river below and the panel beside the text take. */
function useEdges(beside: boolean): void {
  useEffect(() => {
    const root = document.documentElement.style
    root.setProperty('--beside', beside ? '20rem' : '0px')
    return () => void root.removeProperty('--beside')
  }, [beside])
  useEffect(() => {
    const root = document.documentElement.style
    const header = document.querySelector<HTMLElement>('header')
    const dock = document.querySelector<HTMLElement>('.dock')
    const measure = () => {
      root.setProperty('--above', `${header?.offsetHeight ?? 0}px`)
      root.setProperty('--below', `${dock?.offsetHeight ?? 0}px`)
    }
    const watch = new ResizeObserver(measure)
    for (const element of [header, dock]) if (element) watch.observe(element)
    return () => {
      watch.disconnect()
      root.removeProperty('--above')
      root.removeProperty('--below')
    }
  }, [])
}

function useMatches(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      listener => {
        const list = window.matchMedia(query)
        list.addEventListener('change', listener)
        return () => list.removeEventListener('change', listener)
      },
      [query],
    ),
    () => window.matchMedia(query).matches,
    () => false,
  )
}

function remembered(): boolean {
  try {
    return localStorage.getItem(key) !== 'hidden'
  } catch {
    return true
  }
}

function remember(shown: boolean): void {
  try {
    localStorage.setItem(key, shown ? 'shown' : 'hidden')
  } catch {
    // A browser that keeps nothing shows it again next time.
  }
}
