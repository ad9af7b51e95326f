import { useEffect, useRef } from 'react'
import { words } from '@/app/_words'
import type { KeyGroup } from '../editor/keys-list'

/** What keys do while one looks at the past. */
export type PastDeeds = {
  playOrPause: () => void
  faster: () => void
  slower: () => void
  step: (by: 1 | -1) => void
  session: (to: 'previous' | 'next') => void
  mark: (to: 'previous' | 'next') => void
  /** To the first or the last revision, or so many tenths of the way. */
  tenth: (tenths: number) => void
  zoom: (factor: number) => void
  showAll: () => void
  follow: () => void
  list: () => void
  who: () => void
  compare: () => void
  search: () => void
  /** To the one before or the next of what was found, and to the revision that it's of. */
  found: (by: 1 | -1) => void
  foundRevision: () => void
  life: () => void
  name: () => void
  restore: () => void
  copyLink: () => void
  keys: () => void
  leave: () => void
}

// These scroll the page as well: only where one is at the river do they mean it.
const scrolling = ['PageUp', 'PageDown', 'Home', 'End']

const deeds: Record<string, (on: PastDeeds) => void> = {
  ' ': on => on.playOrPause(),
  k: on => on.playOrPause(),
  l: on => on.faster(),
  '>': on => on.faster(),
  j: on => on.slower(),
  '<': on => on.slower(),
  ArrowLeft: on => on.step(-1),
  ',': on => on.step(-1),
  ArrowRight: on => on.step(1),
  '.': on => on.step(1),
  PageDown: on => on.session('previous'),
  PageUp: on => on.session('next'),
  'Shift+ArrowLeft': on => on.mark('previous'),
  '[': on => on.mark('previous'),
  'Shift+ArrowRight': on => on.mark('next'),
  ']': on => on.mark('next'),
  Home: on => on.tenth(0),
  End: on => on.tenth(10),
  '+': on => on.zoom(0.5),
  '=': on => on.zoom(0.5),
  '-': on => on.zoom(2),
  '0': on => on.showAll(),
  f: on => on.follow(),
  v: on => on.list(),
  w: on => on.who(),
  c: on => on.compare(),
  '/': on => on.search(),
  n: on => on.found(1),
  p: on => on.found(-1),
  g: on => on.foundRevision(),
  h: on => on.life(),
  m: on => on.name(),
  r: on => on.restore(),
  y: on => on.copyLink(),
  '?': on => on.keys(),
  Escape: on => on.leave(),
}
for (let tenths = 1; tenths <= 9; tenths++) deeds[String(tenths)] = on => on.tenth(tenths)

/** Hears keys wherever one is in the past, except where they are for what has the focus. */
export function usePastKeys(on: PastDeeds): void {
  const latest = useRef(on)
  useEffect(() => {
    latest.current = on
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target } = event
      if (isSearch(event)) {
        event.preventDefault()
        return latest.current.search()
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return
      const at = target instanceof Element ? target : document.body
      if (at.matches('input:not([type=range], [type=checkbox]), textarea, select'))
        return key === 'Escape' ? latest.current.leave() : undefined
      if (key === ' ' && at.closest('button, a, [type=checkbox], [role=document]')) return
      // Another slider than the river's.
      if (at.matches('[data-own-keys]') && (key.startsWith('Arrow') || scrolling.includes(key))) return
      if (scrolling.includes(key) && !at.closest('.dock')) return
      const deed =
        deeds[event.shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key.length === 1 ? key.toLowerCase() : key]
      if (!deed) return
      event.preventDefault()
      deed(latest.current)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

// Where a browser has it for its own page, so that the hand finds it for all of the past.
const isSearch = ({ code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean =>
  code === 'KeyF' && (ctrlKey || metaKey) && shiftKey && !altKey

const { history, changes, keys, who, compare, pastSearch, life } = words

/** The keys of the past, for the dialog of keys. */
export const pastGroups: KeyGroup[] = [
  {
    label: keys.groups.moving,
    entries: [
      { label: keys.past.step, keys: ['Left', 'Right'], each: true },
      { label: keys.past.session, keys: ['PageDown', 'PageUp'], each: true },
      { label: keys.past.mark, keys: ['[', ']'], each: true },
      { label: keys.past.ends, keys: ['Home', 'End'], each: true },
      { label: keys.past.tenth, keys: ['1', '9'], each: true },
    ],
  },
  {
    label: keys.groups.playing,
    entries: [
      { label: keys.past.play, keys: ['Space', 'K'] },
      { label: keys.past.speed, keys: ['J', 'L'], each: true },
      { label: history.follow, keys: ['F'] },
      { label: keys.past.zoom, keys: ['+', '-', '0'], each: true },
      { label: changes.show, keys: ['V'] },
    ],
  },
  {
    label: keys.groups.asking,
    entries: [
      { label: who.key, keys: ['W'] },
      { label: compare.key, keys: ['C'] },
      { label: pastSearch.key, keys: ['/', 'Mod+Shift+F'] },
      { label: life.button, keys: ['H'] },
      { label: keys.past.found, keys: ['P', 'N'], each: true },
      { label: keys.past.foundRevision, keys: ['G'] },
    ],
  },
  {
    label: keys.groups.revision,
    entries: [
      { label: keys.past.name, keys: ['M'] },
      { label: keys.past.restore, keys: ['R'] },
      { label: history.copyLink, keys: ['Y'] },
      { label: history.live, keys: ['Escape'] },
      { label: keys.title, keys: ['?'] },
    ],
  },
]
