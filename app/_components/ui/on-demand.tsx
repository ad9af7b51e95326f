'use client'

import {
  type ComponentProps,
  type ComponentType,
  cloneElement,
  type ReactElement,
  useEffect,
  useRef,
  useState,
} from 'react'
import { later } from '@/app/_client/later'

export type Trigger = ReactElement<ComponentProps<'button'>>

/**
 * A button (`trigger`) of which at first nothing but the button is there. What it opens is fetched when the page has time, at
 * the latest when the button is pointed at or has the focus; at the first press it takes the button's place and answers the press.
 */
export function onDemand<P extends { trigger: Trigger }>(
  load: () => Promise<ComponentType<P>>,
  popup: 'menu' | 'dialog',
): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null
  const fetch = later(async () => {
    Loaded ??= await load()
  })
  const wake = () => void fetch().catch(() => {})
  return function OnDemand(props: P) {
    const place = useRef<HTMLButtonElement>(null)
    // How often the mouse was clicked, as the event says it; 0 for a key.
    const [pressed, setPressed] = useState<number | null>(null)
    const answered = useRef(false)
    useEffect(() => {
      if (pressed === null || answered.current || !place.current) return
      answered.current = true
      place.current.focus({ preventScroll: true })
      place.current.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: pressed }))
    }, [pressed])
    if (pressed !== null && Loaded) return <Loaded {...props} trigger={cloneElement(props.trigger, { ref: place })} />
    // Where it can't be had, another press asks again.
    const press = (detail: number) =>
      void fetch().then(
        () => setPressed(detail),
        () => {},
      )
    return cloneElement(props.trigger, {
      'aria-haspopup': popup,
      'aria-expanded': false,
      onPointerEnter: wake,
      onFocus: wake,
      onClick: event => press(event.detail),
      onKeyDown: event => {
        if (popup !== 'menu' || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
        event.preventDefault()
        press(0)
      },
    })
  }
}
