'use client'

import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { Keys } from './keys'
import { menuItemClass, popupClass, positionerClass } from './popup'

/** A button that opens a list of actions. `trigger` is rendered as that button. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'end'
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={positionerClass} sideOffset={6} align={align}>
          <BaseMenu.Popup className={`${popupClass} max-h-(--available-height) min-w-48 overflow-y-auto p-1`}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

export function MenuItem({
  icon,
  keys,
  children,
  danger = false,
  ...rest
}: {
  icon?: ReactNode
  /** What does the same, as "Mod+K". */
  keys?: string
  children: ReactNode
  danger?: boolean
} & BaseMenu.Item.Props) {
  return (
    <BaseMenu.Item className={`${menuItemClass} ${danger ? 'text-danger' : ''}`} {...rest}>
      {icon}
      <span className="flex-1">{children}</span>
      {keys && <Keys keys={keys} className="ms-4" />}
    </BaseMenu.Item>
  )
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="mx-1 my-1 h-px bg-line" />
}
