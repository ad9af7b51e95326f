'use client'

import { Toolbar as Bar } from '@base-ui/react/toolbar'
import type { ReactNode } from 'react'
import { iconButtonClass } from '../ui/button'
import { tooltip } from './keys'

/** A button of a bar. The text keeps its focus and selection when it's clicked. */
export function BarButton({
  label,
  keys,
  pressed,
  disabled = false,
  className = '',
  onClick,
  children,
}: {
  label: string
  keys?: string | undefined
  pressed?: boolean | undefined
  disabled?: boolean
  className?: string
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Bar.Button
      aria-label={label}
      title={tooltip(label, keys)}
      disabled={disabled}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      onMouseDown={event => event.preventDefault()}
      onClick={onClick}
      className={`${iconButtonClass} aria-pressed:bg-pressed ${className}`}
    >
      {children}
    </Bar.Button>
  )
}

export function BarDivider() {
  return <Bar.Separator className="mx-1 h-5 w-px shrink-0 bg-line" />
}
