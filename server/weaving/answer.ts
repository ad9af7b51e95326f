import { packedSpells, spellsOf } from '@/lib/history/told/spells'
import { authorship } from '@/lib/history/weave/authorship'
import type { Change } from '@/lib/history/weave/changes'
import { diff, type Segment } from '@/lib/history/weave/diff'
import { life } from '@/lib/history/weave/life'
import type { Run } from '@/lib/history/weave/runs'
import { search } from '@/lib/history/weave/search'
import { undo } from '@/lib/history/weave/undo/undo'
import type { Weave } from '@/lib/history/weave/weave'
import type {
  Authorship,
  Comparison,
  Difference,
  Life,
  LifeInSpells,
  Moment,
  PastSearch,
  Stretch,
  Without,
} from '@/lib/protocol/past'

/** What can be asked about all of a past (lib/protocol/past.ts). Revisions and positions are of the document that's asked about. */
export type Question =
  | { ask: 'authorship'; revision: number }
  | { ask: 'compare'; from: number; to: number }
  | { ask: 'life'; revision: number; from: number; to: number; as: 'touches' | 'spells' }
  | { ask: 'search'; query: string; caseSensitive: boolean }
  | { ask: 'without'; from: number; to: number; author?: string }

type Body = Omit<Authorship | Comparison | Life | LifeInSpells | PastSearch | Without, 'authors'>

/** An answer but for the names of those it speaks of, and who these are. */
export function answer(weave: Weave, question: Question): { body: Body; authorIds: string[] } {
  const told = new Teller(weave)
  return { body: told.answer(question), authorIds: [...told.authorIds] }
}

type AskedLife = Extract<Question, { ask: 'life' }>

class Teller {
  readonly authorIds = new Set<string>()

  constructor(private readonly weave: Weave) {}

  answer(question: Question): Body {
    switch (question.ask) {
      case 'authorship':
        return this.authorship(question.revision)
      case 'compare':
        return this.compare(question.from, question.to)
      case 'life':
        return question.as === 'spells' ? this.lifeInSpells(question) : this.life(question)
      case 'search':
        return this.search(question.query, question.caseSensitive)
      case 'without':
        return this.without(question)
    }
  }

  private authorship(revision: number): Omit<Authorship, 'authors'> {
    const runs = authorship(this.weave, revision).map(run => ({ ...this.stretch(run), brought: run.brought }))
    return { revision, runs }
  }

  private compare(from: number, to: number): Omit<Comparison, 'authors'> {
    return { from, to, differences: diff(this.weave, from, to).map(segment => this.difference(segment)) }
  }

  private lifeInSpells({ revision, from, to }: AskedLife): Omit<LifeInSpells, 'authors'> {
    const { revisions } = this.weave
    const touches = life(this.weave, revision, from, to).map(touch => ({
      ...touch,
      authorId: revisions.authorOf(touch.revision),
      at: revisions.timeOf(touch.revision),
    }))
    const told = packedSpells(spellsOf(touches))
    for (const authorId of told.people) this.authorIds.add(authorId)
    return { count: touches.length, ...told }
  }

  private life({ revision, from, to }: AskedLife): Omit<Life, 'authors'> {
    const touches = life(this.weave, revision, from, to).map(({ revision, born, died, formed }) => ({
      ...this.moment(revision),
      born,
      died,
      formed,
    }))
    return { touches }
  }

  private search(query: string, caseSensitive: boolean): Omit<PastSearch, 'authors'> {
    const { places, more } = search(this.weave, query, { caseSensitive, most: 500 })
    return {
      places: places.map(stays =>
        stays.map(({ from, position, to }) => ({
          came: this.moment(from),
          position,
          went: to === null ? null : this.moment(to),
        })),
      ),
      more,
    }
  }

  private without({ from, to, author }: Extract<Question, { ask: 'without' }>): Omit<Without, 'authors'> {
    const { revisions, revision } = this.weave
    const isLeft = (one: number) =>
      one > 1 && one >= from && one <= to && (author === undefined || revisions.authorOf(one) === author)
    const { doc, overlaps } = undo(this.weave, isLeft)
    let left = 0
    for (let one = from; one <= Math.min(to, revision); one++) if (isLeft(one)) left++
    for (const { revisions: others } of overlaps) for (const one of others) this.moment(one)
    return { revision, left, doc: doc.toJSON(), overlaps }
  }

  private moment(revision: number): Moment {
    const { revisions } = this.weave
    const authorId = revisions.authorOf(revision)
    this.authorIds.add(authorId)
    return { revision, authorId, at: this.timeOf(revision) }
  }

  private timeOf(revision: number): string {
    return new Date(this.weave.revisions.timeOf(revision)).toISOString()
  }

  private stretch({ from, to, author, way, first, last }: Run): Stretch {
    this.authorIds.add(author)
    return { from, to, authorId: author, way, first, last, at: this.timeOf(last) }
  }

  private difference(segment: Segment): Difference {
    if (segment.kind === 'formatted') {
      const { kind, from, to, changes } = segment
      return { kind, from, to, changes: changes.map(change => this.change(change)) }
    }
    const runs = segment.runs.map(run => ({ ...this.stretch(run), moved: run.moved }))
    return segment.kind === 'deleted' ? { ...segment, slice: segment.slice.toJSON(), runs } : { ...segment, runs }
  }

  private change({ of, name, before, after, revision }: Change) {
    return { ...this.moment(revision), of, name, before, after }
  }
}
