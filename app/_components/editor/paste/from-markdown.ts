import { MarkdownManager } from '@tiptap/markdown'
import type { Node } from '@tiptap/pm/model'
import { isSafeAddress } from '@/lib/document/attributes'
import { documentExtensions } from '@/lib/document/extensions'
import { type NodeJSON, schema } from '@/lib/document/schema'

const markdown = new MarkdownManager({ extensions: documentExtensions() })

/** Markdown as a document; null where it isn't one that may be. */
export function fromMarkdown(text: string): Node | null {
  try {
    const doc = schema.nodeFromJSON(allowed(markdown.parse(text) as NodeJSON))
    doc.check()
    return doc
  } catch {
    return null
  }
}

function allowed({ content, marks, attrs, ...node }: NodeJSON): NodeJSON {
  const kept = marks?.filter(({ type, attrs }) => type !== 'link' || isSafeAddress(attrs?.href))
  return {
    ...node,
    ...(attrs && { attrs }),
    ...(kept && { marks: kept }),
    ...(content && { content: content.map(pictureAsText).map(allowed) }),
  }
}

function pictureAsText(node: NodeJSON): NodeJSON {
  return node.type === 'image' ? { type: 'text', text: `[${String(node.attrs?.alt || 'Image')}]` } : node
}
