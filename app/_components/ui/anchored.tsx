'use client'

import { type ComponentProps, useEffect, useLayoutEffect, useRef } from 'react'
import { popupClass } from './popup'

const gap = 8
const edge = 8

/**
 * Something small that stands at a place in the text and doesn't take the focus. It comes in the tab order where it's rendered.
 * @param at where; null: out of sight. Asked again when the page scrolls or changes its size
 * @param docked at the lower edge of what's seen, above a phone's keyboard, where it leaves the system's own menus their place
 */
export function Anchored({
  at,
  side = 'top',
  align = 'start',
  docked = false,
  className = '',
  ...rest
}: ComponentProps<'div'> & {
  at: () => DOMRect | null
  side?: 'top' | 'bottom'
  align?: 'start' | 'center' | 'end'
  docked?: boolean
}) {
  const element = useRef<HTMLDivElement>(null)
  const place = useRef(() => {})
  useLayoutEffect(() => {
    place.current = () => {
      if (element.current) put(element.current, at(), docked, side, align)
    }
    place.current()
  })
  useEffect(() => {
    const again = () => place.current()
    const targets = [window, window.visualViewport].filter(target => target !== null)
    for (const target of targets) target.addEventListener('resize', again)
    for (const target of targets) target.addEventListener('scroll', again, { capture: true, passive: true })
    return () => {
      for (const target of targets) target.removeEventListener('resize', again)
      for (const target of targets) target.removeEventListener('scroll', again, { capture: true })
    }
  }, [])
  return (
    <div
      ref={element}
      className={`${popupClass} no-print select-none fixed top-0 left-0 z-15 w-max max-w-[calc(100vw-1rem)] ${className}`}
      {...rest}
    />
  )
}

function put(
  element: HTMLElement,
  at: DOMRect | null,
  docked: boolean,
  side: 'top' | 'bottom',
  align: 'start' | 'center' | 'end',
): void {
  const { offsetWidth: width, offsetHeight: height } = element
  const seen = window.visualViewport
  const [left, top] = [seen?.offsetLeft ?? 0, seen?.offsetTop ?? 0]
  const right = left + (seen?.width ?? window.innerWidth)
  // What stays in sight above and below the page covers what's under it.
  const floor = document.querySelector('.dock')?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY
  const bottom = Math.min(top + (seen?.height ?? window.innerHeight), floor)
  const ceiling = Math.max(top, document.querySelector('header')?.getBoundingClientRect().bottom ?? 0)
  const isSeen = at !== null && at.bottom >= ceiling && at.top <= bottom
  element.style.visibility = isSeen ? '' : 'hidden'
  if (!at) return
  const shift = align === 'start' ? 0 : align === 'center' ? (at.width - width) / 2 : at.width - width
  const x = docked ? (left + right - width) / 2 : at.left + shift
  const above = at.top - gap - height
  const below = at.bottom + gap
  const isAbove = side === 'top' ? above >= ceiling || below + height > bottom : below + height > bottom
  const y = docked ? bottom - height - edge : isAbove ? above : below
  element.style.left = `${Math.max(left + edge, Math.min(x, right - width - edge))}px`
  element.style.top = `${Math.max(ceiling + 2, y)}px`
}

/** Whether one points with a finger here. */
export const isTouched = (): boolean => window.matchMedia('(pointer: coarse)').matches
