import type { KeyboardEvent } from 'react'

/** Arrows, Home and End go from row to row of a list; right and left open and close what's in one. */
export function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const at = event.target as HTMLElement
  const index = rows.findIndex(row => row === at || row.parentElement?.contains(at))
  if (index < 0) return
  const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (target !== undefined) rows[Math.min(Math.max(target, 0), rows.length - 1)]!.focus()
  else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    const opener = rows[index]!.parentElement?.querySelector<HTMLElement>(':scope > [aria-expanded]')
    const isOpen = opener?.getAttribute('aria-expanded') === 'true'
    if (opener && isOpen === (event.key === 'ArrowLeft')) opener.click()
  } else return
  event.preventDefault()
}
