'use client'

import { useSyncExternalStore } from 'react'
import { isMac, written } from '../editor/keys'

const never = () => () => {}

/** Keys ("Mod+K") beside the words for what they do; seen only, and not where there's no keyboard. */
export function Keys({ keys, className = '' }: { keys: string; className?: string }) {
  // The server doesn't know the system.
  const mac = useSyncExternalStore(never, isMac, () => false)
  return (
    <kbd aria-hidden className={`font-sans text-xs text-ink-soft pointer-coarse:hidden ${className}`}>
      {written(keys, mac)}
    </kbd>
  )
}
