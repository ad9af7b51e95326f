import type { Editor } from '@tiptap/core'
import { useEffect } from 'react'
import { surfaceOf } from './surface'

/** Keys that are heard wherever one is on the page, also where one only reads. */
export function usePageKeys(editor: Editor): void {
  useEffect(() => {
    const surface = surfaceOf(editor)
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      // In another dialog they aren't ours.
      if (event.target instanceof Element && event.target.closest('[role=dialog], [role=alertdialog]')) return
      if (event.key === '/') surface.set({ open: 'keys' })
      // Asked for again from our own field, the browser's search is meant.
      else if (event.key.toLowerCase() === 'f' && !isFinding(event)) surface.set({ open: 'find' })
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [editor])
}

const isFinding = ({ target }: KeyboardEvent) => target instanceof Element && target.closest('[data-find]') !== null
