import { createContext, useContext, useSyncExternalStore } from 'react'
import { Value } from '@/app/_client/value'

/** The row at the top, where Tab comes first. */
export const firstRow = 'now'

const StopContext = createContext(new Value(firstRow))
export const StopProvider = StopContext.Provider

/** Tab stops at one row of the list, the one where one was last; arrows go on from there. */
export function useRowStop(key: string): { tabIndex: 0 | -1; onFocus: () => void } {
  const stop = useContext(StopContext)
  const tabIndex = useSyncExternalStore(
    stop.subscribe,
    () => (stop.current === key ? 0 : -1),
    () => -1 as const,
  )
  return { tabIndex, onFocus: () => stop.set(key) }
}
