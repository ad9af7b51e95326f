import { Fragment, type Node } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import type { Random } from './random'

/** What might stand anywhere in JSON that somebody made up. */
const strangers: readonly unknown[] = [
  ...[null, true, '', 'x', '\u0000', '\ud83d', '__proto__', 'constructor', 'javascript:alert(1)', '//evil.example'],
  ...[-1, 0, 1, 2, 7, 0.5, 40, 1e9, 2 ** 53, Number.POSITIVE_INFINITY, [], {}, [null], [[]]],
  ...['paragraph', 'doc', 'text', 'listItem', 'codeBlock', 'tableCell', 'bold', 'code', 'replace', 'replaceAround'],
  { type: 'paragraph' },
  { type: 'text', text: 'stranger' },
  { type: 'text', text: '\ud83d' },
  { type: 'bulletList' },
  { type: 'link', attrs: { href: 'javascript:alert(1)' } },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
]

type Place = { holder: Record<string, unknown>; key: string }

/** A copy of some JSON in which a few places have become something else: another value, gone, doubled, swapped, nudged. */
export function mutate<T>(value: T, random: Random): T {
  const root = { value: structuredClone(value) }
  for (let i = 0; i <= random.below(3); i++) {
    const place = random.pick(placesOf(root))
    if (!place) break
    const { holder, key } = place
    const now = holder[key]
    const dice = random.below(6)
    if (dice === 0) delete holder[key]
    else if (dice === 1 && typeof now === 'number') holder[key] = now + random.pick([-2, -1, 1, 2])
    else if (dice === 2 && Array.isArray(now) && now.length > 0) now.push(structuredClone(random.pick(now)))
    else if (dice === 3) holder[random.pick(['from', 'to', 'pos', 'type', 'attrs', 'content', 'marks'])] = now
    else if (dice === 4) holder[key] = structuredClone(random.pick(placesOf(root)).holder)
    else holder[key] = structuredClone(random.pick(strangers))
  }
  return root.value
}

function placesOf(value: object): Place[] {
  return Object.entries(value).flatMap(([key, inner]) => [
    { holder: value as Record<string, unknown>, key },
    ...(typeof inner === 'object' && inner !== null ? placesOf(inner) : []),
  ])
}

/** A document that differs somewhere, maybe so that it breaks the schema; what's the same is the same object. */
export function damaged(doc: Node, random: Random): Node {
  const pool: Node[] = []
  doc.descendants(node => {
    pool.push(node)
  })
  const damage = (node: Node): Node => {
    if (node.isText) return spoiled(node, random)
    if (node.childCount === 0 || random.chance(0.25)) return rearranged(node, random, pool)
    const index = random.below(node.childCount)
    return node.copy(node.content.replaceChild(index, damage(node.child(index))))
  }
  return damage(doc)
}

function spoiled(node: Node, random: Random): Node {
  const text = random.pick([node.text!, 'x', 'a\u0000', '\ud83d', '😀'])
  const { bold, code, link } = schema.marks
  const marks = random.pick([
    node.marks,
    [bold!.create()],
    [bold!.create(), code!.create()],
    [link!.create({ href: '/a' })],
  ])
  return schema.text(text).mark(marks)
}

function rearranged(node: Node, random: Random, pool: readonly Node[]): Node {
  const children = [...node.children]
  const index = random.below(children.length + 1)
  const dice = random.below(6)
  if (dice === 0) children.splice(index, 1)
  if (dice === 1) children.splice(index, 0, random.pick(pool))
  if (dice === 2) children.splice(index, 1, random.pick(pool))
  // Past the constructor, which would refuse it.
  if (dice === 3) return Object.create(node, { attrs: { value: { ...node.attrs, dir: random.pick(['rtl', 'up']) } } })
  if (dice === 4) for (let depth = random.below(40); depth > 0; depth--) children.splice(0, 1, quote(children[0]))
  // Not joined, as `Fragment.from` would: two texts of equal marks side by side.
  if (dice === 5 && node.isTextblock)
    return node.copy(Fragment.from([schema.text('x'), br()]).replaceChild(1, schema.text('y')))
  return node.copy(Fragment.from(children))
}

const quote = (node?: Node) => schema.nodes.blockquote!.create(null, node)
const br = () => schema.nodes.hardBreak!.create()
