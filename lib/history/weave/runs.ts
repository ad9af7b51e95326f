import type { Revisions } from './revisions'

/** A stretch by one author in one way; the revisions that it's of lie between `first` and `last`. */
export type Run = { from: number; to: number; author: string; way: string; first: number; last: number }

/**
 * Puts one position after another into runs.
 * @param more what else a run says; positions of which that differs aren't of one run
 */
export class Runs<T extends object> {
  readonly list: (Run & T)[] = []
  private of = { author: -1, way: -1 }

  constructor(
    private readonly revisions: Revisions,
    private readonly goesOn: (run: Run & T, more: T) => boolean,
  ) {}

  add(position: number, revision: number, more: T): void {
    const { revisions, of, list } = this
    const [author, way] = [revisions.author[revision]!, revisions.way[revision]!]
    const run = list.at(-1)
    if (run?.to === position && author === of.author && way === of.way && this.goesOn(run, more)) {
      run.to++
      if (revision < run.first) run.first = revision
      else if (revision > run.last) run.last = revision
      return
    }
    this.of = { author, way }
    const who = { author: revisions.authorOf(revision), way: revisions.wayOf(revision) }
    list.push({ from: position, to: position + 1, ...who, first: revision, last: revision, ...more })
  }
}
