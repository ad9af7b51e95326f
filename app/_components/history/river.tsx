'use client'

import { memo } from 'react'
import { words } from '@/app/_words'
import type { Timeline } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'

const height = 100

/** The work of the past as bars over the slider's track, stacked in the authors' colours. */
export const River = memo(function River({
  timeline,
  head,
  authors,
}: {
  timeline: Timeline | null
  head: number
  authors: ReadonlyMap<string, Author>
}) {
  if (!timeline) return <div className="h-8" />
  const weights = timeline.buckets.map(bucket => Math.sqrt(bucket.by.reduce((sum, part) => sum + weight(part), 0)))
  const most = Math.max(...weights, 1)
  // Between bars as thin as a hair, gaps would only flicker.
  const fill = timeline.buckets.length > 100 ? 1 : 0.9
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${Math.max(1, head)} ${height}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className="block h-8 w-full overflow-visible"
    >
      {timeline.buckets.map((bucket, index) => {
        const full = (weights[index]! / most) * height
        const total = bucket.by.reduce((sum, part) => sum + weight(part), 0) || 1
        const width = bucket.to - bucket.from + 1
        let top = height
        return bucket.by.map(part => {
          const size = (weight(part) / total) * full
          top -= size
          return (
            <rect
              key={`${bucket.from} ${part.authorId}`}
              data-color={authors.get(part.authorId)?.color}
              x={bucket.from - 1}
              y={top}
              width={Math.max(width * fill, head / 1_000)}
              height={size}
              fill="var(--author-color)"
            />
          )
        })
      })}
    </svg>
  )
})

function weight({ inserted, deleted, edits }: { inserted: number; deleted: number; edits: number }): number {
  return Math.max(inserted + deleted, edits)
}

/** Named versions as marks that can be gone to. */
export function VersionMarks({
  timeline,
  head,
  onSeek,
}: {
  timeline: Timeline | null
  head: number
  onSeek: (revision: number) => void
}) {
  if (!timeline?.versions.length) return null
  return (
    <ul className="absolute inset-x-2 top-0 h-0">
      {timeline.versions.map(({ revision, name }) => (
        <li
          key={revision}
          className="absolute -translate-x-1/2"
          style={{ insetInlineStart: `${head > 1 ? ((revision - 1) / (head - 1)) * 100 : 0}%` }}
        >
          <button
            type="button"
            title={name}
            aria-label={words.history.version(name, revision)}
            onClick={() => onSeek(revision)}
            className="flex size-6 items-start justify-center text-past-ink"
          >
            <span aria-hidden className="size-2.5 rotate-45 rounded-[2px] bg-current" />
          </button>
        </li>
      ))}
    </ul>
  )
}
