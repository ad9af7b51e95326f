import type { Fragment, Mark, NodeType, Slice } from '@tiptap/pm/model'
import { AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, type Step } from '@tiptap/pm/transform'
import type { RevisedEvent } from '@/lib/document/document'
import { MoveStep } from '@/lib/document/move'
import { schema } from '@/lib/document/schema'
import { storedStep } from '@/lib/document/steps'
import { closing } from './forms'
import { wayOf } from './revisions'
import type { Weave } from './weave'

/**
 * Takes one more event into a weave. Steps are read, not applied: what a step takes and brings stands in it, and what else
 * there is the weave knows.
 * @throws RangeError when the event doesn't follow; then the weave is of no use any more
 */
export function weaveEvent(weave: Weave, event: RevisedEvent): void {
  if (event.revision !== weave.revision + 1)
    throw new RangeError(`Event ${event.revision} does not follow revision ${weave.revision}`)
  weave.revisions.add(event.authorId, wayOf(event), Date.parse(event.recordedAt))
  if ('redacted' in event.data) return
  if (event.type === 'DocumentCreated') {
    const { content } = schema.nodeFromJSON(event.data.doc)
    const first = born(weave, content, 0, content.size)
    weave.order.insert(weave.order.behind(0), first, content.size)
  }
  if (event.type !== 'ContentEdited' && event.type !== 'RevisionRestored') return
  const before = weave.tokens.count
  const bringsBack = event.type === 'ContentEdited' && /^(un|re)done$/.test(event.data.origin)
  for (const step of event.data.steps) weaveStep(weave, storedStep(step), bringsBack)
  if (event.type === 'RevisionRestored' && weave.tokens.count > before) linkRestored(weave, event.data.restoredFrom)
}

/** @param bringsBack whether it undoes another one or does it again */
function weaveStep(weave: Weave, step: Step, bringsBack: boolean): void {
  if (step instanceof ReplaceStep) {
    const { from, to, slice } = step
    replace(weave, from, to, sliceBorn(weave, slice), slice.size, bringsBack)
  } else if (step instanceof ReplaceAroundStep) {
    const { from, to, gapFrom, gapTo, slice, insert } = step
    const first = sliceBorn(weave, slice)
    // The later place first, so that the earlier one's position stays true.
    const behind = replace(weave, gapTo, to, first + insert, slice.size - insert, bringsBack)
    const ahead = replace(weave, from, gapFrom, first, insert, bringsBack)
    if (step instanceof MoveStep) link(weave, first, step.by > 0 ? ahead : behind)
  } else if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    mark(weave, step)
  } else if (step instanceof AttrStep) {
    const [id] = weave.order.forth(step.pos)
    if (id === undefined) throw new RangeError('A recorded step lies beyond the document')
    touch(weave, id, weave.forms.withAttribute(weave.tokens.form[id]!, step.attr, step.value))
  } else throw new RangeError('A recorded step of a kind that there is not')
}

/** @returns what died */
function replace(weave: Weave, from: number, to: number, first: number, count: number, bringsBack: boolean): number[] {
  const { order, revision } = weave
  const { killed, behind } = order.kill(from, to, revision)
  if (bringsBack) linkBroughtBack(weave, first, count, order.goneAround(behind, mostGone))
  order.insert(behind, first, count)
  return killed
}

function sliceBorn(weave: Weave, { content, openStart, openEnd }: Slice): number {
  return born(weave, content, openStart, content.size - openEnd)
}

/** Makes the tokens between two positions of some content. @returns the first one's number */
function born(weave: Weave, content: Fragment, from: number, to: number): number {
  const { tokens, forms, revision } = weave
  const first = tokens.count
  const bear = (content: Fragment, start: number) => {
    let at = start
    for (const node of content.content) {
      const end = at + node.nodeSize
      if (end > from && at < to) {
        const form = forms.ofNode(node)
        if (node.isText) {
          const text = node.text!
          for (let i = Math.max(0, from - at); i < Math.min(text.length, to - at); i++)
            tokens.add(text.charCodeAt(i), form, revision)
        } else {
          if (at >= from) tokens.add(0, form, revision)
          if (!node.isLeaf) {
            bear(node.content, at + 1)
            if (end <= to) tokens.add(0, closing, revision)
          }
        }
      }
      at = end
    }
  }
  bear(content, 0)
  return first
}

function mark(weave: Weave, step: AddMarkStep | RemoveMarkStep): void {
  const { from, to, mark } = step as (AddMarkStep | RemoveMarkStep) & { mark: Mark }
  const { order, tokens, forms } = weave
  if (to > order.alive) throw new RangeError('A recorded step lies beyond the document')
  let parent = blockAt(weave, from)
  let left = to - from
  for (const id of order.forth(from)) {
    if (left-- === 0) break
    const { kind, type, marks } = forms.list[tokens.form[id]!]!
    if (kind === 'closing' || kind === 'opening') parent = type
    else if (type!.isInline) {
      const isTaken = step instanceof RemoveMarkStep || parent?.allowsMarkType(mark.type)
      const after = step instanceof RemoveMarkStep ? mark.removeFromSet(marks) : mark.addToSet(marks)
      if (isTaken && after !== marks) touch(weave, id, forms.marked(tokens.form[id]!, after))
    }
  }
}

/** The type of the block in whose text a position is. Inline content has no blocks beside it. */
function blockAt({ order, tokens, forms }: Weave, position: number): NodeType | null {
  for (const id of order.back(position)) {
    const { kind, type } = forms.list[tokens.form[id]!]!
    if (kind === 'closing' || kind === 'opening') return type
  }
  return null
}

function touch({ tokens, touches, revision }: Weave, id: number, after: number): void {
  const before = tokens.form[id]!
  if (after === before) return
  tokens.form[id] = after
  const last = touches.at(-1)
  if (last?.revision === revision && last.before === before && last.after === after && last.first + last.count === id)
    last.count++
  else touches.push({ revision, first: id, count: 1, before, after })
}

/** Tokens that came as others went, and are the same, go on from them. */
function link(weave: Weave, first: number, from: readonly number[]): void {
  if (from.some((id, i) => !isSame(weave, id, first + i))) return
  for (const [i, id] of from.entries()) weave.tokens.origin[first + i] = id
}

/** So many tokens that are gone are looked through, at most, for what an undo brings back. */
const mostGone = 20_000

/** What an undo brings goes on from what went at its place, the last that is the same. */
function linkBroughtBack(weave: Weave, first: number, count: number, gone: number[] | null): void {
  const { birth, death, origin } = weave.tokens
  const able = gone?.filter(id => birth[id] !== death[id] && death[id] !== weave.revision) ?? []
  if (count === 0 || able.length < count) return
  const since = (revision: number) => {
    const found: number[] = []
    for (const id of able)
      if (death[id]! >= revision && found.length < count && isSame(weave, id, first + found.length)) found.push(id)
    return found.length === count ? found : null
  }
  const deaths = [...new Set(able.map(id => death[id]!))].sort((a, b) => a - b)
  let [low, high] = [0, deaths.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (since(deaths[middle]!)) low = middle
    else high = middle
  }
  for (const [i, id] of (since(deaths[low]!) ?? []).entries()) origin[first + i] = id
}

/** After a restore each position holds what it held then: what came anew goes on from what stood there. */
function linkRestored(weave: Weave, restored: number): void {
  const { tokens, revision } = weave
  const [then, now] = [weave.at(restored), weave.at(revision)]
  for (const [position, id] of now.entries())
    if (tokens.birth[id] === revision && position < then.length && isSame(weave, then[position]!, id))
      tokens.origin[id] = then[position]!
}

function isSame({ tokens, forms }: Weave, a: number, b: number): boolean {
  const [one, other] = [forms.list[tokens.form[a]!]!, forms.list[tokens.form[b]!]!]
  return a < b && tokens.unit[a] === tokens.unit[b] && one.kind === other.kind && one.type === other.type
}
