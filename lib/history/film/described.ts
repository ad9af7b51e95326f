import type { MarkType, NodeType, Schema } from '@tiptap/pm/model'

/** What a schema says, without how an editor draws, parses or handles it: enough to make documents and to follow steps. */
export type DescribedSchema = { nodes: Record<string, object>; marks: Record<string, object>; topNode: string }

/** A schema as JSON. */
export function described(schema: Schema): DescribedSchema {
  const each = <T extends NodeType | MarkType>(types: Record<string, T>, fields: readonly string[]) =>
    Object.fromEntries(
      Object.entries(types).map(([name, { spec }]) => {
        const own = Object.entries(spec).filter(([field]) => fields.includes(field))
        const attrs = Object.entries(spec.attrs ?? {}).map(([attr, { default: value }]) => [attr, { default: value }])
        return [name, { ...Object.fromEntries(own), ...(attrs.length > 0 && { attrs: Object.fromEntries(attrs) }) }]
      }),
    )
  return {
    nodes: each(schema.nodes, [
      'content',
      'group',
      'marks',
      'inline',
      'atom',
      'code',
      'defining',
      'isolating',
      'linebreakReplacement',
    ]),
    marks: each(schema.marks, ['inclusive', 'excludes', 'group', 'spanning', 'code']),
    topNode: schema.topNodeType.name,
  }
}
