import { useEffect, useRef } from 'react'

/** Mod+Alt+Shift+H leads into the past from anywhere on the page. */
export function useHistoryKey(enter: (() => void) | null): void {
  const latest = useRef(enter)
  useEffect(() => {
    latest.current = enter
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // With Alt, some systems write another letter.
      const asked = event.code === 'KeyH' && event.altKey && event.shiftKey && (event.ctrlKey || event.metaKey)
      if (!asked || !latest.current) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
