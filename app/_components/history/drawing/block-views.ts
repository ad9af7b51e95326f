import { DOMSerializer, type Node } from '@tiptap/pm/model'
import type { NodeViewConstructor } from '@tiptap/pm/view'
import { schema } from '@/lib/document/schema'

/**
 * Views of all kinds of blocks, drawn as the schema says. The editor's view turns the next block into whatever stands at its place, and so
 * draws everything between one that came and one that went again; of these, a block that's still needed isn't turned into another.
 */
export function blockViews(isNeeded: (node: Node) => boolean): Record<string, NodeViewConstructor> {
  const kinds = Object.values(schema.nodes).filter(
    type => type.isBlock && type.spec.toDOM && type !== schema.topNodeType,
  )
  return Object.fromEntries(
    kinds.map(type => [
      type.name,
      (node: Node) => {
        const { dom, contentDOM } = DOMSerializer.renderSpec(document, type.spec.toDOM!(node))
        let own = node
        const update = (next: Node) => {
          if (!next.sameMarkup(own) || (next !== own && isNeeded(own))) return false
          own = next
          return true
        }
        return { dom: dom as HTMLElement, ...(contentDOM && { contentDOM }), update }
      },
    ]),
  )
}
