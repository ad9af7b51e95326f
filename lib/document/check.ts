import { Mark, type Node } from '@tiptap/pm/model'
import { isValid } from './apply'
import { isWellFormed } from './attributes'
import type { Limits } from './limits'
import type { NodeJSON } from './schema'

/**
 * Checks what differs between a valid document and the one that steps made of it: schema, attributes, text, depth.
 * What both share (by identity) was checked before, so the cost follows the change, not the document.
 *
 * @returns by how many nodes the document grew
 * @throws RangeError that says what's wrong with the new content
 */
export function checkChange(before: Node, after: Node, limits: Limits, depth = 0): number {
  if (before === after) return 0
  if (before.type !== after.type || before.isText) return checkWhole(after, limits, depth) - countNodes(before)
  checkOwn(after)
  const [a, b] = [before.content.content, after.content.content]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  let grown = 0
  if (endA - start === endB - start && sameTypes(a, b, start, endA) && !after.isTextblock) {
    for (let i = start; i < endB; i++) grown += checkChange(a[i]!, b[i]!, limits, depth + 1)
    return grown
  }
  checkContent(after, start, endB)
  for (let i = start; i < endB; i++) grown += checkWhole(b[i]!, limits, depth + 1)
  for (let i = start; i < endA; i++) grown -= countNodes(a[i]!)
  return grown
}

/**
 * Checks a node and all below it.
 * @returns how many nodes there are, itself included
 * @throws RangeError
 */
export function checkWhole(node: Node, limits: Limits, depth = 0): number {
  if (depth > limits.nodeDepth) throw new RangeError(`Nodes are nested deeper than ${limits.nodeDepth}`)
  checkOwn(node)
  if (node.isText) return 1
  checkContent(node)
  let count = 1
  for (let i = 0; i < node.childCount; i++) count += checkWhole(node.child(i), limits, depth + 1)
  return count
}

const counts = new WeakMap<Node, number>()

/**
 * How many nodes a document has. Counting costs as much as the document is large, so who knows the count already
 * (from `checkChange`) leaves it here.
 */
export function documentNodes(doc: Node, known?: number): number {
  const count = known ?? counts.get(doc) ?? countNodes(doc)
  counts.set(doc, count)
  return count
}

/** Has a document that isn't read yet more than so many nodes? Reading them all to find out would be the heaviest part. */
export function hasMoreNodes(json: NodeJSON, max: number): boolean {
  const rest: unknown[] = [json]
  for (let count = 0; rest.length > 0; count++) {
    if (count + rest.length > max) return true
    const { content } = (rest.pop() ?? {}) as { content?: unknown }
    if (Array.isArray(content)) for (const node of content) if (rest.push(node) > max) return true
  }
  return false
}

/** How many nodes there are in a tree, its root included. */
function countNodes(node: Node): number {
  let count = 1
  for (let i = 0; i < node.childCount; i++) count += countNodes(node.child(i))
  return count
}

function checkOwn(node: Node): void {
  if (node.isText && (node.text!.includes('\u0000') || !isWellFormed(node.text!)))
    throw new RangeError('Text must be well-formed Unicode without NUL')
  checkAttributes(node)
  for (const mark of node.marks) checkAttributes(mark)
}

/** @throws RangeError; also of what isn't given, and that a parser takes for right */
export function checkAttributes({ type, attrs }: Node | Mark): void {
  for (const [name, { validate }] of Object.entries(type.spec.attrs ?? {}))
    if (typeof validate === 'function') validate(attrs[name])
}

/** @param start the children from here to `end` are new; the others are what they were, but may have other neighbours */
function checkContent(node: Node, start = 0, end = node.childCount): void {
  if (!isValid(node, node.content.content)) throw new RangeError(`Invalid content for node ${node.type.name}`)
  const children = node.content.content
  for (let i = start; i <= end && i < children.length; i++) {
    const [previous, child] = [children[i - 1], children[i]!]
    if (previous?.isText && child.isText && previous.sameMarkup(child))
      throw new RangeError('Neighbouring text of equal marks must be one text node')
    if (!node.type.allowsMarks(child.marks)) throw new RangeError(`Marks that ${node.type.name} doesn't take`)
    checkMarks(child)
  }
}

function checkMarks(node: Node): void {
  let set: readonly Mark[] = Mark.none
  for (const mark of node.marks) set = mark.addToSet(set)
  if (!Mark.sameSet(set, node.marks)) throw new RangeError('Marks must be in order and exclude nothing beside them')
}

function sameTypes(a: readonly Node[], b: readonly Node[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a[i]!.type !== b[i]!.type || !Mark.sameSet(a[i]!.marks, b[i]!.marks)) return false
  return true
}
