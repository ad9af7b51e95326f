import type { ReactNode } from 'react'

/** A page or a part of one that has nothing to show but a sentence: what happened, what's safe, what to do. */
export function Message({
  title,
  hint,
  icon,
  heading: Heading = 'h2',
  children,
}: {
  title: string
  hint?: string
  /** Drawn above; says nothing that the words don't. */
  icon?: ReactNode
  heading?: 'h1' | 'h2'
  children?: ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-16 text-center">
      {icon && (
        <span
          aria-hidden
          className="mb-1 flex size-14 items-center justify-center rounded-full border border-line bg-raised text-accent [&_svg]:size-6"
        >
          {icon}
        </span>
      )}
      <Heading className="text-lg font-semibold text-balance">{title}</Heading>
      {hint && <p className="text-pretty text-ink-soft">{hint}</p>}
      {children && <div className="mt-2 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
