import type { StepMap } from '@tiptap/pm/transform'

const kept = 1_000

/** What the last recorded revisions did to positions. */
export class RecentMaps {
  private revisions: StepMap[][] = []

  push(maps: StepMap[]): void {
    this.revisions.push(maps)
    if (this.revisions.length > kept * 2) this.revisions = this.revisions.slice(-kept)
  }

  /** The maps of the last `count` revisions, in order; null where they aren't known any more. */
  last(count: number): StepMap[] | null {
    if (count > this.revisions.length) return null
    return count === 0 ? [] : this.revisions.slice(-count).flat()
  }
}
