import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '@/app/_words'
import { IconButton } from '../../ui/button'

/** Steps through what was found: which of how many, the one before and the next, and an end to it. */
export function Stepper({
  label,
  about,
  current,
  all,
  names,
  onStep,
  onClose,
}: {
  label: string
  /** What is stepped through, where there's room to say it. */
  about: ReactNode
  current: number
  all: number
  names: { previous: string; next: string; close: string }
  onStep: (by: 1 | -1) => void
  onClose: () => void
}) {
  return (
    <fieldset
      aria-label={label}
      className="order-last flex min-w-0 items-center justify-center gap-1 text-sm max-lg:w-full lg:order-none lg:flex-1"
    >
      <span className="min-w-0 truncate text-xs">{about}</span>
      <IconButton label={names.previous} disabled={all === 0} onClick={() => onStep(-1)} className="max-sm:size-10">
        <ChevronLeft />
      </IconButton>
      <span className="whitespace-nowrap tabular-nums">{words.past.nth(current, all)}</span>
      <IconButton label={names.next} disabled={all === 0} onClick={() => onStep(1)} className="max-sm:size-10">
        <ChevronRight />
      </IconButton>
      <IconButton label={names.close} onClick={onClose} className="max-sm:size-10">
        <X />
      </IconButton>
    </fieldset>
  )
}
