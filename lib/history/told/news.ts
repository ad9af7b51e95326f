import type { Bucket } from '@/lib/protocol/http'

/** How much others did, who they are, who did the most first. */
export type News = { changes: number; authorIds: string[] }

/** What others than oneself changed in a stretch of the past; null where that's nothing. */
export function newsFor(me: string | null, buckets: readonly Bucket[]): News | null {
  const edits = new Map<string, number>()
  for (const { by } of buckets)
    for (const { authorId, edits: count } of by)
      if (authorId !== me && count > 0) edits.set(authorId, (edits.get(authorId) ?? 0) + count)
  if (edits.size === 0) return null
  const most = [...edits].sort(([, a], [, b]) => b - a)
  return { changes: most.reduce((sum, [, count]) => sum + count, 0), authorIds: most.map(([authorId]) => authorId) }
}
