import { Fragment, type Node } from '@tiptap/pm/model'
import { Mapping, StepMap } from '@tiptap/pm/transform'
import { stepsBetween } from './restore'
import { cutText } from './text'

/** A stretch of a document, in positions. */
export type Part = { from: number; to: number }
/** A heading and what's under it. Of what stands under none: level 0, and the text of its first block. */
export type Section = Part & { level: number; text: string }

const longestName = 80

/** What may be taken out of a document: each heading with what's under it; where there's none, each block. */
export function sectionsOf(doc: Node): Section[] {
  const sections: Section[] = []
  const open: Section[] = []
  const hasHeadings = doc.children.some(({ type }) => type.name === 'heading')
  doc.forEach((node, from) => {
    const level = node.type.name === 'heading' ? Number(node.attrs.level) : 0
    if (level > 0) while (open.length > 0 && (open.at(-1)!.level >= level || open.at(-1)!.level === 0)) open.pop()
    if (level > 0 || open.length === 0) {
      const text = cutText(node.textContent.trim(), longestName)
      sections.push({ from, to: from, level, text })
      if (level > 0 || hasHeadings) open.push(sections.at(-1)!)
      else sections.at(-1)!.to = from + node.nodeSize
    }
    for (const section of open) section.to = from + node.nodeSize
  })
  return sections
}

/** The innermost section in which a position lies. */
export function sectionAt(doc: Node, position: number): Section | null {
  return sectionsOf(doc).findLast(({ from, to }) => from <= position && position <= to) ?? null
}

/**
 * A document in which a part of an older one stands again: in place of what has become of it or, where nothing is left of it,
 * where it would be now.
 * @returns the document, the part that was taken, which may be more where it couldn't stand alone, and where it stands
 */
export function withPart(now: Node, then: Node, part: Part): { doc: Node; part: Part; place: Part } {
  const at = placeOf(now, then, part)
  const exact = sound(() => now.replace(at.from, at.to, then.slice(part.from, part.to)))
  if (exact) return { doc: exact, part, place: placed(at, part.to - part.from) }
  const beside = besides(now, at)
  const cut = sound(() => inserted(now, beside.from, then.cut(part.from, part.to).content))
  if (cut) return { doc: cut, part, place: placed(beside, cut.content.size - now.content.size) }
  const whole = wholeBlocks(then, part)
  const doc = inserted(now, beside.from, then.slice(whole.from, whole.to).content)
  return { doc, part: whole, place: placed(beside, whole.to - whole.from) }
}

const placed = ({ from }: Part, size: number): Part => ({ from, to: from + size })

/** What has become of a part of an older document. */
function placeOf(now: Node, then: Node, part: Part): Part {
  const within = placeInText(now, then, part)
  if (within) return within
  const mapping = new Mapping(stepsBetween(then, now).map(step => step.getMap()))
  // What was written beside it since isn't of it.
  const end = mapping.map(part.to, -1)
  const mapped = { from: Math.min(mapping.map(part.from, 1), end), to: end }
  const section = sectionsOf(then).find(({ from, to, level }) => level > 0 && from === part.from && to === part.to)
  if (section) {
    const peers = sectionsOf(now).filter(({ level }) => level === section.level)
    const same = peers.filter(({ text }) => text === section.text)
    if (same.length === 1) return same[0]!
    const there = peers.find(({ from }) => from === mapped.from)
    if (there && akin(textOf(then, part), textOf(now, there))) return there
  }
  if (mapped.from === mapped.to) return mapped
  return akin(textOf(then, part), textOf(now, mapped)) ? mapped : { from: mapped.to, to: mapped.to }
}

/** Of a part that begins and ends in blocks of text which still stand, in whatever state. */
function placeInText(now: Node, then: Node, { from, to }: Part): Part | null {
  const [$from, $to] = [then.resolve(from), then.resolve(to)]
  if (!$from.parent.isTextblock || !$to.parent.isTextblock) return null
  const [first, last] = [stateOf(now, $from.parent), stateOf(now, $to.parent)]
  if (!first || !last) return null
  const start = first.mapping.map($from.parentOffset, 1) + first.start
  const end = last.mapping.map($to.parentOffset, -1) + last.start
  if ($from.sameParent($to)) return { from: Math.min(start, end), to: end }
  const place = { from: start, to: end }
  // Blocks that stand far from each other by now have become something else together.
  const isLike = start <= end && likenessOf(wordsOf(textOf(then, { from, to })), wordsOf(textOf(now, place)))
  return isLike && isLike >= leastLikeness ? place : null
}

/** The block of text that another one has become, and how places in it have moved; null where none, or more than one, is like it. */
function stateOf(now: Node, block: Node): { start: number; mapping: Mapping } | null {
  const words = wordsOf(block.textContent)
  const states: { start: number; node: Node; likeness: number }[] = []
  now.descendants((node, pos) => {
    if (!node.isTextblock) return
    const likeness = node.textContent === block.textContent ? 2 : likenessOf(words, wordsOf(node.textContent))
    states.push({ start: pos + 1, node, likeness })
  })
  const best = Math.max(...states.map(({ likeness }) => likeness))
  const [found, another] = states.filter(({ likeness }) => likeness === best)
  if (words.size === 0 || !found || another || best < leastLikeness) return null
  const { start, node } = found
  const alone = (text: Node) => now.copy(Fragment.from(text))
  const maps = stepsBetween(alone(block), alone(node)).map(step => step.getMap())
  // A block's own beginning is one position.
  const mapping = new Mapping([StepMap.offset(1), ...maps, StepMap.offset(-1)])
  return { start, mapping }
}

const leastLikeness = 0.25

/** The text of all blocks of text that a part reaches into. */
function textOf(doc: Node, { from, to }: Part): string {
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)]
  const start = $from.parent.isTextblock ? $from.start() : from
  const end = $to.parent.isTextblock ? $to.end() : to
  return doc.textBetween(start, end, '\n', ' ')
}

/** Whether two texts are one in different states: half of the words of the shorter one stand in the other. */
function akin(a: string, b: string): boolean {
  const [few, many] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.size - y.size) as [Set<string>, Set<string>]
  return shareOf(few, many) * 2 >= few.size
}

/** How many of all words of two texts stand in both. */
function likenessOf(a: Set<string>, b: Set<string>): number {
  const shared = shareOf(a, b)
  return shared / (a.size + b.size - shared || 1)
}

const shareOf = (a: Set<string>, b: Set<string>) => [...a].filter(word => b.has(word)).length
const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

/** Between blocks at the top: where a place is, or behind the block in which it is. */
function besides(doc: Node, { to }: Part): Part {
  const $to = doc.resolve(to)
  const at = $to.depth === 0 ? to : $to.after(1)
  return { from: at, to: at }
}

function wholeBlocks(doc: Node, { from, to }: Part): Part {
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)]
  return { from: $from.depth > 0 ? $from.before(1) : from, to: $to.depth > 0 ? $to.after(1) : to }
}

function inserted(doc: Node, at: number, content: Fragment): Node {
  return doc.copy(doc.content.cut(0, at).append(content).append(doc.content.cut(at)))
}

/** A document that was put together; null where it can't be one. */
function sound(put: () => Node): Node | null {
  try {
    const doc = put()
    doc.check()
    return doc
  } catch {
    return null
  }
}
