'use client'

import { type ReactNode, useEffect, useId } from 'react'

/** Something that can be done on the page that's open, as the command palette offers it. */
export type Action = {
  id: string
  label: string
  icon?: ReactNode
  /** The key that does the same, as "Mod+K". */
  keys?: string
  /** Further words by which it's found. */
  words?: string
  /** Done once the palette has closed, so that it may take the focus. */
  run: () => void
}

const offered = new Map<string, readonly (Action | false)[]>()
const openers = new Set<() => void>()

/** Offers actions for as long as the component lives; those that don't fit just now are `false`. */
export function useActions(actions: readonly (Action | false)[]): void {
  const id = useId()
  useEffect(() => {
    offered.set(id, actions)
  })
  useEffect(() => () => void offered.delete(id), [id])
}

/** What the page offers at this moment. */
export function actionsNow(): Action[] {
  return [...offered.values()].flat().filter(action => action !== false)
}

export function openPalette(): void {
  for (const open of openers) open()
}

/** @returns how to stop listening */
export function onOpenPalette(open: () => void): () => void {
  openers.add(open)
  return () => openers.delete(open)
}
