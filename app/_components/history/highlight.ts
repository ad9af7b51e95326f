import { createContext, useContext, useSyncExternalStore } from 'react'
import { Value } from '@/app/_client/value'

export type Stretch = { from: number; to: number }

/** The stretch that one points at, in the list or on the river; both show it. */
export type Highlight = Value<Stretch | null>

const HighlightContext = createContext<Highlight>(new Value<Stretch | null>(null))
export const HighlightProvider = HighlightContext.Provider
export const useHighlight = (): Highlight => useContext(HighlightContext)

/** Something about the stretch that one points at; who asks is drawn anew when it changes. */
export function useHighlighted<T>(select: (stretch: Stretch | null) => T): T {
  const highlight = useHighlight()
  return useSyncExternalStore(
    highlight.subscribe,
    () => select(highlight.current),
    () => select(null),
  )
}
