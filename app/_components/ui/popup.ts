/** Class names of what opens above the page: menus, popovers, dialogs. */
export const popupClass =
  'rounded-lg border border-line bg-raised text-ink shadow-popup outline-none origin-(--transform-origin) transition-[opacity,scale] data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:scale-98 data-ending-style:opacity-0'

// A menu may open from a dialog or a sheet, and stands above it.
export const positionerClass = 'z-50 outline-none'

export const menuItemClass =
  'flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-soft'

export const fieldClass =
  'min-h-9 w-full rounded-md border border-line-strong bg-paper px-2.5 text-base sm:text-sm text-ink placeholder:text-ink-soft'
