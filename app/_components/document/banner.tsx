import type { ReactNode } from 'react'

/** Says above a document why nothing can be written in it. */
export function Banner({ children }: { children: ReactNode }) {
  return (
    <div
      role="note"
      className="no-print mx-4 mt-4 flex flex-wrap items-center gap-2 rounded-lg border border-past-line bg-past px-4 py-2 text-sm text-past-ink sm:mx-0"
    >
      {children}
    </div>
  )
}
