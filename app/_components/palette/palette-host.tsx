'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { onOpenPalette } from '@/app/_client/actions'
import { later } from '@/app/_client/later'

// No page is to be slower for what one may never open.
const load = () => import('./palette').then(module => module.Palette)
const Palette = dynamic(load, { ssr: false })
later(load)

const isShortcut = (event: KeyboardEvent) =>
  event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey

/** The command palette, on every page: Mod+K opens and closes it, unless what has the focus knows something better to do. */
export function PaletteHost() {
  const [open, setOpen] = useState(false)
  // How often it was opened: each time it begins anew, also where the last one is still on its way out.
  const [times, setTimes] = useState(0)

  useEffect(() => {
    const show = () => {
      setTimes(times => times + 1)
      setOpen(true)
    }
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event) || event.defaultPrevented) return
      event.preventDefault()
      const above = document.querySelector('[role=dialog]:not([data-closed]), [role=alertdialog]:not([data-closed])')
      if (above && !above.hasAttribute('data-palette')) return
      if (above) setOpen(false)
      else show()
    }
    window.addEventListener('keydown', onKey)
    const stop = onOpenPalette(show)
    return () => {
      window.removeEventListener('keydown', onKey)
      stop()
    }
  }, [])

  return times > 0 && <Palette open={open} times={times} onOpenChange={setOpen} />
}
