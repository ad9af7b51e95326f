import type { EventFeed } from '@/server/event-store/event-store'
import { toPlace } from '@/server/event-store/position'

/** How far behind the feed a position is. Events are counted by their sequence, in which lost appends leave gaps. */
export type Lag = { events: number; seconds: number }

export async function measureLag(feed: EventFeed, position: string, now = Date.now()): Promise<Lag> {
  const end = await feed.end()
  if (end <= position) return { events: 0, seconds: 0 }
  const events = Number(toPlace(end).sequence - toPlace(position).sequence)
  // An unreadable event is about to be parked; until then its age isn't known.
  const [oldest] = await feed.follow(position, 1).catch(() => [])
  const seconds = oldest ? Math.max(0, now - Date.parse(oldest.recordedAt)) / 1_000 : 0
  return { events: Math.max(1, events), seconds }
}
