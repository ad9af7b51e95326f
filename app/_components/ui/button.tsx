import type { ComponentProps } from 'react'

const base =
  'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-50 disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0'

const looks = {
  plain: 'text-ink hover:not-disabled:bg-hover',
  framed: 'border border-line bg-raised text-ink hover:not-disabled:bg-hover',
  primary: 'bg-accent text-on-accent hover:not-disabled:bg-accent-hover',
  danger: 'bg-danger text-on-danger hover:not-disabled:opacity-90',
} as const
export type Look = keyof typeof looks

/** Class names of a button, for links and for the triggers of menus and popovers. */
export function buttonClass(look: Look = 'plain', more = ''): string {
  return `${base} ${looks[look]} ${more}`
}

export function Button({
  look = 'plain',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: Look }) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />
}

/** Class names of a square button that shows an icon only; such a button needs an aria-label. */
export const iconButtonClass =
  'inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink transition-colors hover:not-disabled:not-data-disabled:bg-hover disabled:opacity-40 data-disabled:opacity-40 data-popup-open:bg-hover [&_svg]:size-[1.125rem]'

/** A button that shows an icon only; its name is read out and shown as a tooltip. */
export function IconButton({
  label,
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return <button type={type} aria-label={label} title={label} className={`${iconButtonClass} ${className}`} {...rest} />
}
