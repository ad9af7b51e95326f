import { Forms } from './forms'
import { Order } from './order'
import { Revisions } from './revisions'
import { Tokens } from './tokens'

/** A revision gave tokens of consecutive numbers another form. */
export type Touch = { revision: number; first: number; count: number; before: number; after: number }

/**
 * All of a document's past as one: every token that ever was, in order, with the revisions of its birth and its death. The
 * document at a revision is what was born by then and not dead yet, in this order. All questions about the past (what
 * differs, who wrote it, when it came and went) are questions about births and deaths.
 */
export class Weave {
  readonly tokens = new Tokens()
  readonly order = new Order(this.tokens)
  readonly forms = new Forms()
  /** In the order in which they were made. */
  readonly touches: Touch[] = []
  readonly revisions = new Revisions()

  /** The last revision that is in it. */
  get revision(): number {
    return this.revisions.count
  }

  /** A token's form at a revision, by its number; what wasn't born yet has some form. Not to be changed. */
  formsAt(revision: number): Int32Array {
    const { touches } = this
    if ((touches.at(-1)?.revision ?? 0) <= revision) return this.tokens.form
    const forms = this.tokens.form.slice(0, this.tokens.count)
    for (let i = touches.length - 1; i >= 0 && touches[i]!.revision > revision; i--) {
      const { first, count, before } = touches[i]!
      forms.fill(before, first, first + count)
    }
    return forms
  }

  /** The touches of the revisions after one, up to another. */
  touchesBetween(after: number, upTo: number): Touch[] {
    return this.touches.filter(({ revision }) => revision > after && revision <= upTo)
  }

  /** The tokens of the document at a revision: one a position. */
  at(revision: number): Int32Array {
    const { order, tokens } = this
    const { birth, death } = tokens
    const ids = new Int32Array(tokens.count)
    let count = 0
    for (const id of order.ids) if (birth[id]! <= revision && revision < death[id]!) ids[count++] = id
    return ids.subarray(0, count)
  }
}
