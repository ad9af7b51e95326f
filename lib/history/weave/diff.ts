import type { Slice } from '@tiptap/pm/model'
import { type Change, Touched } from './changes'
import { documentAt } from './document'
import { type Pair, pairsOf } from './pairs'
import { type Run, Runs } from './runs'
import { none } from './tokens'
import type { Weave } from './weave'

/** Came since then, at these positions of the later document. `moved`: where it stood in the earlier one, if it did. */
export type Inserted = { kind: 'inserted'; from: number; to: number; runs: (Run & Moved)[] }
/** Stood there then, at these positions of the earlier document. `moved`: where it stands in the later one, if it does. */
export type Deleted = { kind: 'deleted'; at: number; from: number; to: number; slice: Slice; runs: (Run & Moved)[] }
/** Is there as it was then, but for its form. */
export type Formatted = { kind: 'formatted'; from: number; to: number; changes: Change[] }
type Moved = { moved: number | null }

/** What differs, in the order of the later document; what lies between is equal. */
export type Segment = Inserted | Deleted | Formatted

/**
 * How the document at one revision became that at a later one, by what was born and died in between: what came and went again
 * isn't told, however many revisions lie between them. All that went from a place is told before what came there.
 */
export function diff(weave: Weave, a: number, b: number): Segment[] {
  if (a > b) throw new RangeError('The earlier revision comes first')
  return new Comparison(weave, a, b).segments()
}

class Comparison {
  private readonly found: Segment[] = []
  private readonly formsA: Int32Array
  private readonly formsB: Int32Array
  private readonly touched: Touched
  /** Where tokens of the earlier document stand; and, by these, where those stand now that go on from them. */
  private readonly departures = new Map<number, number>()
  private readonly arrivals = new Map<number, number>()
  private readonly origins = new Map<number, number>()
  private positionA = 0
  private positionB = 0
  private gone: number[] = []
  private come: number[] = []

  constructor(
    private readonly weave: Weave,
    private readonly a: number,
    private readonly b: number,
  ) {
    this.formsA = weave.formsAt(a)
    this.formsB = weave.formsAt(b)
    this.touched = new Touched(weave, a, b)
  }

  segments(): Segment[] {
    const { a, b, weave } = this
    this.follow()
    for (const id of weave.order.ids) {
      const [wasThere, isThere] = [weave.tokens.isAt(id, a), weave.tokens.isAt(id, b)]
      if (wasThere && isThere) {
        this.close()
        this.same(id, id)
      } else if (wasThere) this.gone.push(id)
      else if (isThere) this.come.push(id)
    }
    this.close()
    this.slice()
    return this.found
  }

  /** Finds what goes on elsewhere. */
  private follow(): void {
    const { weave, a, b } = this
    const { tokens } = weave
    let [positionA, positionB] = [0, 0]
    for (const id of weave.order.ids) {
      const isThere = tokens.isAt(id, b)
      if (isThere && tokens.birth[id]! > a && tokens.origin[id] !== none) {
        let from = tokens.origin[id]!
        while (from !== none && !tokens.isAt(from, a)) from = tokens.origin[from]!
        if (from !== none && !tokens.isAt(from, b)) {
          this.origins.set(id, from)
          this.arrivals.set(from, positionB)
        }
      }
      if (isThere) positionB++
    }
    if (this.arrivals.size === 0) return
    for (const id of weave.order.ids)
      if (tokens.isAt(id, a)) {
        if (this.arrivals.has(id)) this.departures.set(id, positionA)
        positionA++
      }
  }

  /** A place where something went or came is behind us. */
  private close(): void {
    const { gone, come } = this
    if (gone.length + come.length === 0) return
    const pairs = gone.length > 0 && come.length > 0 ? pairsOf(this.weave, gone, come, id => this.origins.get(id)) : []
    let [i, j] = [0, 0]
    for (const [a, b] of [...pairs, [gone.length, come.length] as Pair]) {
      this.differ(gone.slice(i, a), come.slice(j, b))
      if (a < gone.length) this.same(gone[a]!, come[b]!)
      ;[i, j] = [a + 1, b + 1]
    }
    this.gone = []
    this.come = []
  }

  private differ(gone: readonly number[], come: readonly number[]): void {
    const { weave, found } = this
    const { birth, death } = weave.tokens
    if (gone.length > 0) {
      const [from, to] = [this.positionA, this.positionA + gone.length]
      const runs = this.runs(this.positionA, gone, death, id => this.arrivals.get(id))
      found.push({ kind: 'deleted', at: this.positionB, from, to, slice: null as unknown as Slice, runs })
      this.positionA = to
    }
    if (come.length > 0) {
      const [from, to] = [this.positionB, this.positionB + come.length]
      const runs = this.runs(from, come, birth, id => this.departures.get(this.origins.get(id) ?? none))
      found.push({ kind: 'inserted', from, to, runs })
      this.positionB = to
    }
  }

  private runs(from: number, ids: readonly number[], by: Int32Array, elsewhere: (id: number) => number | undefined) {
    const runs = new Runs<Moved>(this.weave.revisions, (run, { moved }) =>
      run.moved === null || moved === null ? run.moved === moved : moved === run.moved + run.to - run.from,
    )
    for (const [i, id] of ids.entries()) runs.add(from + i, by[id]!, { moved: elsewhere(id) ?? null })
    return runs.list
  }

  /** A token, or one in which it goes on. */
  private same(before: number, after: number): void {
    const [formA, formB] = [this.formsA[before]!, this.formsB[after]!]
    if (formA !== formB) {
      const changes = this.touched.changes(before, formA, after, formB)
      const last = this.found.at(-1)
      const goesOn = last?.kind === 'formatted' && last.to === this.positionB
      if (goesOn && JSON.stringify(last.changes) === JSON.stringify(changes)) last.to++
      else if (changes.length > 0)
        this.found.push({ kind: 'formatted', from: this.positionB, to: this.positionB + 1, changes })
    }
    this.positionA++
    this.positionB++
  }

  private slice(): void {
    if (!this.found.some(({ kind }) => kind === 'deleted')) return
    const before = documentAt(this.weave, this.a)
    for (const segment of this.found)
      if (segment.kind === 'deleted') segment.slice = before.slice(segment.from, segment.to)
  }
}
