import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import { Anchored, isTouched } from '../../ui/anchored'
import { Button } from '../../ui/button'
import type { Spots } from './use-spots'

// More is in the text itself.
const most = 5

/** What's told of the place that one is at, beside it. */
export function Card({ title, spots, onGo }: { title: string; spots: Spots; onGo: (revision: number) => void }) {
  const { at, list } = spots
  const spot = at && list[at.index]
  if (!spot) return null
  const tellings = spot.tell().slice(0, most)
  return (
    <Anchored
      at={at.rect}
      docked={isTouched()}
      side="bottom"
      data-card
      role="group"
      aria-label={title}
      className="max-w-[min(24rem,calc(100vw-1rem))]! px-3 py-2 text-sm"
    >
      <ul className="flex flex-col gap-2">
        {tellings.map(({ color, text, at, revisions, revision }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change their places
          <li key={i} data-color={color}>
            <p className="flex gap-2">
              <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-(--author-color)" />
              <span dir="auto" className="min-w-0 break-words">
                {text}
              </span>
            </p>
            <p className="flex flex-wrap items-center gap-x-2 ps-4 text-xs text-ink-soft tabular-nums">
              {at && <time dateTime={at}>{moment(at)}</time>}
              {revisions && <span>{revisions}</span>}
              {revision !== null && (
                <Button className="min-h-6! px-1.5! text-xs! text-accent!" onClick={() => onGo(revision)}>
                  {words.past.goTo(revision)}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Anchored>
  )
}

/** What's told, in one sentence. */
export function said({ at, list }: Spots): string {
  const spot = at?.stepped && list[at.index]
  if (!spot) return ''
  const what = spot
    .tell()
    .slice(0, most)
    .map(({ text, at, revisions }) => [text, at && moment(at), revisions].filter(Boolean).join(', '))
  return words.compare.said(at.index + 1, list.length, what.join('; '))
}
