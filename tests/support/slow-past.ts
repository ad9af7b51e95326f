import type { Node } from '@tiptap/pm/model'
import { MoveStep } from '@/lib/document/move'
import { applyStep, storedStep } from '@/lib/document/steps'
import type { Weave } from '@/lib/history/weave/weave'
import type { MadeHistory } from './histories'

/** One position's content, since it came there. `from`: what it goes on from, where it was moved or brought back. */
export type Mark = { put: number; from: Mark | null }

/**
 * What came with which revision, of every position of the document at every one: by nothing but the maps of the steps. Slow
 * and obvious, for comparing.
 */
export function slowPast({ events, documents, weave }: MadeHistory & { weave: Weave }): Mark[][] {
  const past: Mark[][] = [[]]
  for (const [i, event] of events.entries()) {
    const revision = i + 1
    let marks = past[i]!.slice()
    if (event.type === 'DocumentCreated')
      marks = Array.from({ length: documents[1]!.doc.content.size }, () => ({ put: 1, from: null }))
    if ((event.type === 'ContentEdited' || event.type === 'RevisionRestored') && !('redacted' in event.data)) {
      let doc = documents[i]!.doc
      for (const step of event.data.steps.map(storedStep)) {
        const after: Mark[] = []
        let at = 0
        step.getMap().forEach((oldStart, oldEnd, newStart, newEnd) => {
          after.push(...marks.slice(at, oldStart))
          for (let k = newStart; k < newEnd; k++) after.push({ put: revision, from: null })
          at = oldEnd
        })
        after.push(...marks.slice(at))
        if (step instanceof MoveStep) {
          const [from, to] = step.moved
          for (let k = from; k < to; k++) after[k + step.by]!.from = marks[k]!
        }
        marks = after
        doc = applyStep(doc, step)!
      }
      if (event.type === 'RevisionRestored')
        for (const [k, mark] of marks.entries())
          if (mark.put === revision) mark.from = past[event.data.restoredFrom]![k]!
    }
    past.push(marks)
    if (isUndo(event)) takeWord(weave, documents, past, revision)
  }
  return past
}

const isUndo = (event: MadeHistory['events'][number]) =>
  event.type === 'ContentEdited' && /^(un|re)done$/.test(event.data.origin)

/** What an undo brought back, by what the weave says of it: it must have stood there, and be gone. */
function takeWord(weave: Weave, documents: MadeHistory['documents'], past: readonly Mark[][], revision: number): void {
  const { birth, origin } = weave.tokens
  const signs = positionsOf(documents[revision]!.doc)
  for (const [k, id] of weave.at(revision).entries()) {
    const [mark, from] = [past[revision]![k]!, origin[id]!]
    if (mark.put !== revision || mark.from || from < 0) continue
    const at = weave.at(birth[from]!).indexOf(from)
    const before = past[birth[from]!]![at]!
    const isGone = !past[revision]!.includes(before) && !past[revision - 1]!.includes(before)
    if (!isGone || positionsOf(documents[birth[from]!]!.doc)[at]!.sign !== signs[k]!.sign)
      throw new Error(`Revision ${revision} brings back what it doesn't`)
    mark.from = before
  }
}

/** What was written, before it was moved or brought back. */
export function written(mark: Mark): Mark {
  return mark.from ? written(mark.from) : mark
}

/** A position: its letter, or what begins or ends there; with its node's type, attributes and marks. */
export type Position = {
  sign: string
  type: string
  attribute: Record<string, unknown>
  mark: Record<string, unknown>
}

/** A document as the list of its positions. */
export function positionsOf(doc: Node): Position[] {
  const list: Position[] = []
  const walk = (node: Node) => {
    const mark = Object.fromEntries(node.marks.map(({ type, attrs }) => [type.name, attrs]))
    const put = (sign: string) => list.push({ sign, type: node.type.name, attribute: node.attrs, mark })
    if (node.isText) for (let i = 0; i < node.text!.length; i++) put(node.text![i]!)
    else put(node.isLeaf ? 'leaf' : 'opening')
    if (node.isText || node.isLeaf) return
    node.forEach(walk)
    list.push({ sign: 'closing', type: '', attribute: {}, mark: {} })
  }
  doc.forEach(walk)
  return JSON.parse(JSON.stringify(list)) as Position[]
}
