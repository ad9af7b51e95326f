import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { ReplaceStep, type Step, Transform } from '@tiptap/pm/transform'
import { diffArrays } from 'diff'

/**
 * Steps that turn one document into another and leave alone whatever is equal in both: block by block, then
 * inside of blocks. One step over everything would swallow what others write in between.
 */
export function stepsBetween(from: Node, to: Node): Step[] {
  const transform = new Transform(from)
  const done = attempt(
    transform,
    trial => diffChildren(trial, 0, from.content, to.content),
    doc => doc.eq(to),
  )
  if (!done) transform.step(new ReplaceStep(0, from.content.size, new Slice(to.content, 0, 0)))
  return transform.steps
}

/** Does all of the work or, where a step doesn't fit or the result isn't right, nothing. @returns whether it's done */
function attempt(transform: Transform, work: (trial: Transform) => void, isRight: (doc: Node) => boolean): boolean {
  const trial = new Transform(transform.doc)
  try {
    work(trial)
  } catch {
    return false
  }
  if (!isRight(trial.doc)) return false
  for (const step of trial.steps) transform.step(step)
  return true
}

/** A run of children that differ: `a[from…]` becomes `b[from…]`. */
type Run = { a: [number, number]; b: [number, number] }

// From the last run to the first, so that positions before it stay true.
function diffChildren(transform: Transform, start: number, a: Fragment, b: Fragment): void {
  const offsets = offsetsOf(a, start)
  const runs = differingRuns(keys(a), keys(b))
  for (const run of runs.reverse()) {
    const pairs = pairUp(a, b, run)
    let [endA, endB] = [run.a[1], run.b[1]]
    for (const [i, j] of pairs.reverse()) {
      replaceRange(transform, offsets[i + 1]!, offsets[endA]!, b, j + 1, endB)
      diffNode(transform, offsets[i]!, a.child(i), b.child(j))
      ;[endA, endB] = [i, j]
    }
    replaceRange(transform, offsets[run.a[0]]!, offsets[endA]!, b, run.b[0], endB)
  }
}

// Where the schema refuses an order on the way (an item of a list begins with a paragraph), the block is replaced.
function diffNode(transform: Transform, pos: number, a: Node, b: Node): void {
  const done = attempt(
    transform,
    trial => {
      if (a.inlineContent) diffInline(trial, pos + 1, a.content, b.content)
      else diffChildren(trial, pos + 1, a.content, b.content)
      if (a.type === b.type) setAttributes(trial, pos, a, b)
      else trial.setNodeMarkup(pos, b.type, b.attrs)
    },
    doc => doc.nodeAt(pos)!.eq(b),
  )
  if (!done) transform.step(new ReplaceStep(pos, pos + a.nodeSize, new Slice(Fragment.from(b), 0, 0)))
}

function setAttributes(transform: Transform, pos: number, a: Node, b: Node): void {
  for (const name of Object.keys(b.attrs))
    if (JSON.stringify(a.attrs[name]) !== JSON.stringify(b.attrs[name]))
      transform.setNodeAttribute(pos, name, b.attrs[name])
}

/** Inline content as one entry per word, sign or leaf; `at` is its offset in the content. */
type Inline = { key: string; node: Node; at: number; size: number }

// Beyond this many single edits two paragraphs have nothing in common worth keeping, and the search for it costs the square.
const maxInlineEdits = 2_000

/** Word by word: letters that two words happen to share aren't the same letters, except at both ends of a word. */
function diffInline(transform: Transform, start: number, a: Fragment, b: Fragment): void {
  const [before, after] = [inlines(a, words), inlines(b, words)]
  const parts = diffArrays(before, after, { comparator: (x, y) => x.key === y.key, maxEditLength: maxInlineEdits })
  if (!parts) {
    transform.step(new ReplaceStep(start, start + a.size, new Slice(b, 0, 0)))
    return
  }
  const jobs: (() => void)[] = []
  const offset = (list: Inline[], index: number, content: Fragment) => list[index]?.at ?? content.size
  let [i, j] = [0, 0]
  for (let at = 0; at < parts.length; ) {
    const { value, added, removed } = parts[at]!
    if (!added && !removed) {
      jobs.push(...markJobs(transform, start, before.slice(i, i + value.length), after.slice(j, j + value.length)))
      i += value.length
      j += value.length
      at++
      continue
    }
    const [fromA, fromB] = [offset(before, i, a), offset(after, j, b)]
    for (; at < parts.length && (parts[at]!.added || parts[at]!.removed); at++)
      if (parts[at]!.removed) i += parts[at]!.value.length
      else j += parts[at]!.value.length
    const [wordsA, wordsB] = [a.cut(fromA, offset(before, i, a)), b.cut(fromB, offset(after, j, b))]
    jobs.push(...wordJobs(transform, start + fromA, wordsA, wordsB))
  }
  for (const job of jobs.reverse()) job()
}

/** What both begin and end with stays, whatever somebody is writing there. */
function wordJobs(transform: Transform, start: number, a: Fragment, b: Fragment): (() => void)[] {
  const [before, after] = [inlines(a, letters), inlines(b, letters)]
  const least = Math.min(before.length, after.length)
  let first = 0
  while (first < least && before[first]!.key === after[first]!.key) first++
  let last = 0
  while (last < least - first && before.at(-1 - last)!.key === after.at(-1 - last)!.key) last++
  const [endA, endB] = [before.length - last, after.length - last]
  const [from, to] = [before[first]?.at ?? a.size, before[endA]?.at ?? a.size]
  const content = b.cut(after[first]?.at ?? b.size, after[endB]?.at ?? b.size)
  const jobs = markJobs(transform, start, before.slice(0, first), after.slice(0, first))
  if (from < to || content.size > 0)
    jobs.push(() => transform.step(new ReplaceStep(start + from, start + to, new Slice(content, 0, 0))))
  return [...jobs, ...markJobs(transform, start, before.slice(endA), after.slice(endB))]
}

function markJobs(transform: Transform, start: number, before: Inline[], after: Inline[]): (() => void)[] {
  const jobs: (() => void)[] = []
  for (let from = 0, to = 0; from < before.length; from = to) {
    const [x, y] = [before[from]!.node, after[from]!.node]
    while (to < before.length && before[to]!.node === x && after[to]!.node === y) to++
    const [at, end] = [start + before[from]!.at, start + before[to - 1]!.at + before[to - 1]!.size]
    for (const mark of y.marks) if (!mark.isInSet(x.marks)) jobs.push(() => transform.addMark(at, end, mark))
    for (const mark of x.marks) if (!mark.isInSet(y.marks)) jobs.push(() => transform.removeMark(at, end, mark))
  }
  return jobs
}

// A word goes with the blank behind it. Where words aren't parted by blanks, each letter is one.
const words =
  /(?:(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}])[\p{L}\p{M}\p{N}])+ ?|./gsu

const letters = /./gsu

function inlines(content: Fragment, pieces: RegExp): Inline[] {
  const list: Inline[] = []
  content.forEach((node, offset) => {
    if (!node.isText) {
      list.push({ key: `\u0000${node.type.name}${JSON.stringify(node.attrs)}`, node, at: offset, size: node.nodeSize })
      return
    }
    let at = offset
    for (const [key] of node.text!.matchAll(pieces)) {
      list.push({ key, node, at, size: key.length })
      at += key.length
    }
  })
  return list
}

function replaceRange(transform: Transform, from: number, to: number, b: Fragment, start: number, end: number): void {
  if (from === to && start === end) return
  const nodes: Node[] = []
  for (let i = start; i < end; i++) nodes.push(b.child(i))
  transform.step(new ReplaceStep(from, to, nodes.length ? new Slice(Fragment.from(nodes), 0, 0) : Slice.empty))
}

function keys(content: Fragment): string[] {
  const list: string[] = []
  content.forEach(node => {
    list.push(JSON.stringify(node.toJSON()))
  })
  return list
}

function offsetsOf(content: Fragment, start: number): number[] {
  const offsets = [start]
  content.forEach((node, offset) => {
    offsets.push(start + offset + node.nodeSize)
  })
  return offsets
}

// Beyond these the search would cost the square of what differs, on the writers' loop; and where so much differs, there's
// little left that somebody could be writing in.
const maxBlockEdits = 1_000
const maxPaired = 300
const lookAhead = 20

function differingRuns(a: string[], b: string[]): Run[] {
  // What's equal at both ends stays, whatever an equally short way through the middle would be.
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const parts = diffArrays(restA, restB, { maxEditLength: maxBlockEdits })
  if (!parts) return [{ a: [start, a.length - end], b: [start, b.length - end] }]
  const runs: Run[] = []
  let [i, j] = [start, start]
  let open: Run | null = null
  for (const part of parts) {
    const count = part.value.length
    if (!part.added && !part.removed) {
      open = null
      i += count
      j += count
      continue
    }
    if (!open) {
      open = { a: [i, i], b: [j, j] }
      runs.push(open)
    }
    if (part.removed) open.a[1] = i += count
    else open.b[1] = j += count
  }
  return runs
}

/** Which children of a run are the same block in another state: same kind, in order, much of their text shared. */
function pairUp(a: Fragment, b: Fragment, run: Run): [number, number][] {
  const pairs: [number, number][] = []
  const count = run.a[1] - run.a[0]
  if (count > maxPaired) return pairs
  const even = count === run.b[1] - run.b[0]
  let next = run.b[0]
  for (let i = run.a[0]; i < run.a[1]; i++) {
    const from = even ? run.b[0] + i - run.a[0] : next
    const to = even ? from + 1 : Math.min(run.b[1], next + lookAhead)
    for (let k = from; k < to; k++) {
      if (!samePlace(a.child(i), b.child(k)) || !(even || similar(a.child(i).textContent, b.child(k).textContent)))
        continue
      pairs.push([i, k])
      next = k + 1
      break
    }
  }
  return pairs
}

function samePlace(a: Node, b: Node): boolean {
  if (a.isLeaf || b.isLeaf) return false
  if (a.type === b.type) return true
  return a.isTextblock && b.isTextblock && a.type.validContent(b.content) && b.type.validContent(a.content)
}

function similar(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return (start + end) * 2 >= Math.max(a.length, b.length)
}
