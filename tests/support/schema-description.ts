import type { MarkType, NodeType } from '@tiptap/pm/model'
import { z } from 'zod'
import { eventBody } from '@/lib/document/events'
import { schema } from '@/lib/document/schema'

/** Values that tell what a validator takes: two that differ in the answer to one of these are different validators. */
const probes: unknown[] = [
  null,
  '',
  true,
  ...[-1, 0, 0.5, 1, 2, 6, 7, 99, 100, 101, 1_000, 1_001, 1e6, 1e9, 1e9 + 1, 2 ** 31, 2 ** 53],
  ...['1', 'a', 'A', 'i', 'I', 'b', 'ltr', 'rtl', 'auto', 'left', 'center', 'right', 'justify'],
  ...['de', 'de-CH-1996', 'de_CH', 'ts', 'c++', 'objective-c', 'two words', 'a'.repeat(40), 'a'.repeat(41)],
  ...['a'.repeat(500), 'a'.repeat(501), 'a\u0000b', 'a\ud800', 'a\nb'],
  ...['https://a.example/', 'http://a.example/', '/path', '//host', '#a', '?a', 'mailto:a@b.c', 'tel:1', 'ftp://a/'],
  ...['javascript:1', `https://a.example/${'a'.repeat(2_030)}`, `https://a.example/${'a'.repeat(2_031)}`],
  ...[[], [0], [1, 2], [10_000], [10_001], [0.5], ['1'], Array(100).fill(1), Array(101).fill(1), {}],
]

/**
 * Everything that the log's meaning rests on, as plain JSON: nodes, marks, attributes and what they take, content
 * expressions, the forms of events. What only concerns looks and editing isn't in it.
 */
export function describeSchema(): unknown {
  return {
    topNode: schema.topNodeType.name,
    // In the schema's order: it's the order in which marks are nested, and whose content a gap is filled with.
    nodes: Object.values(schema.nodes).map(type => ({
      name: type.name,
      content: type.spec.content ?? '',
      marks: type.spec.marks ?? null,
      group: type.spec.group ?? null,
      inline: type.isInline,
      leaf: type.isLeaf,
      code: type.spec.code ?? false,
      defining: type.spec.defining ?? false,
      isolating: type.spec.isolating ?? false,
      attributes: describeAttributes(type),
    })),
    marks: Object.values(schema.marks).map(type => ({
      name: type.name,
      excludes: type.spec.excludes ?? null,
      group: type.spec.group ?? null,
      inclusive: type.spec.inclusive ?? true,
      attributes: describeAttributes(type),
    })),
    events: z.toJSONSchema(eventBody, { io: 'input' }),
  }
}

function describeAttributes({ spec }: NodeType | MarkType) {
  return Object.entries(spec.attrs ?? {}).map(([name, { default: usual, validate }]) => ({
    name,
    default: usual ?? null,
    takes: probes.filter(probe => accepts(validate, probe)).map(abridged),
  }))
}

function accepts(validate: unknown, value: unknown): boolean {
  try {
    ;(validate as (value: unknown) => void)(value)
    return true
  } catch {
    return false
  }
}

function abridged(value: unknown): string {
  const json = JSON.stringify(value)
  return json.length <= 30 ? json : `${json.slice(0, 20)}… (${json.length})`
}
