import type { RevisedEvent } from '@/lib/document/document'
import { enlarged } from './tokens'

/** Who made each revision, how and when. Revisions count from 1. */
export class Revisions {
  count = 0
  /** Everybody who ever wrote; and the ways in which they did. */
  readonly authors: string[] = []
  readonly ways: string[] = []
  author = new Int32Array(1_024)
  way = new Int32Array(1_024)
  at = new Float64Array(1_024)

  add(author: string, way: string, at: number): void {
    const revision = ++this.count
    if (revision === this.author.length) {
      this.author = enlarged(this.author, new Int32Array(revision * 2))
      this.way = enlarged(this.way, new Int32Array(revision * 2))
      this.at = enlarged(this.at, new Float64Array(revision * 2))
    }
    this.author[revision] = indexOf(this.authors, author)
    this.way[revision] = indexOf(this.ways, way)
    this.at[revision] = at
  }

  authorOf(revision: number): string {
    return this.authors[this.author[revision]!]!
  }

  /** How it came about: as the client declared it (`origin`), or the type of an event that isn't an edit. */
  wayOf(revision: number): string {
    return this.ways[this.way[revision]!]!
  }

  timeOf(revision: number): number {
    return this.at[revision]!
  }
}

export function wayOf(event: RevisedEvent): string {
  if ('redacted' in event.data) return 'redacted'
  return event.type === 'ContentEdited' ? event.data.origin : event.type
}

function indexOf(list: string[], text: string): number {
  const index = list.indexOf(text)
  return index >= 0 ? index : list.push(text) - 1
}
