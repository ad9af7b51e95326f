import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { words } from '@/app/_words'
import { IconButton } from '../../ui/button'
import type { Mode } from '../modes'

/** Steps through what was found: which of how many, the one before and the next, and an end to it. */
export function Stepper({ mode: { name, label, about, current, all, step, close } }: { mode: Mode }) {
  const names = words.past.steps[name]
  return (
    <fieldset
      aria-label={label}
      className="order-last flex min-w-0 items-center justify-center gap-1 text-sm max-lg:w-full lg:order-none lg:flex-1"
    >
      <span className="min-w-0 truncate text-xs">{about}</span>
      <IconButton label={names.previous} disabled={all === 0} onClick={() => step(-1)} className="max-sm:size-10">
        <ChevronLeft />
      </IconButton>
      <span className="whitespace-nowrap tabular-nums">{words.past.nth(current, all)}</span>
      <IconButton label={names.next} disabled={all === 0} onClick={() => step(1)} className="max-sm:size-10">
        <ChevronRight />
      </IconButton>
      <IconButton label={names.close} onClick={close} className="max-sm:size-10">
        <X />
      </IconButton>
    </fieldset>
  )
}
