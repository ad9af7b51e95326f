import type { KeyboardEvent } from 'react'

const rowsIn = (list: Element) => [...list.querySelectorAll<HTMLAnchorElement>('a[data-row]')]

/**
 * Up and down, Home and End go from title to title, as Tab does by way of the menus; up from the first one to what stands
 * above the list.
 */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>, above: HTMLElement | null): void {
  if (!(event.target instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.altKey) return
  const links = rowsIn(event.currentTarget)
  const at = links.indexOf(event.target)
  const next = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] ?? above, Home: links[0], End: links.at(-1) }[
    event.key
  ]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}

/** Goes to the first title below. @returns whether there's one */
export function enterRows(list: Element | null | undefined): boolean {
  const first = list && rowsIn(list)[0]
  first?.focus()
  return first != null
}
