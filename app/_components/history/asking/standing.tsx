import { LoaderCircle } from 'lucide-react'
import { words } from '@/app/_words'
import { Button } from '../../ui/button'
import type { Asked } from './use-answer'

/** How it stands with a question: on its way, or failed. Nothing where the answer is there. */
export function Standing({ asked: { waiting, failure, retry } }: { asked: Asked<unknown> }) {
  if (failure)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 px-4 py-2 text-sm text-danger">
        {words.past.failed(failure.message)}
        <Button onClick={retry}>{words.app.retry}</Button>
      </p>
    )
  if (!waiting) return null
  return (
    <p className="late flex items-center gap-2 px-4 py-2 text-sm text-ink-soft">
      <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />
      {words.past.waiting}
    </p>
  )
}
