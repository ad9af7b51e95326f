import type { Node } from '@tiptap/pm/model'
import { expect } from 'vitest'
import { isSafeAddress } from '@/lib/document/attributes'
import { defaultLimits } from '@/lib/document/limits'

/** Everything that a document in the log must be, judged by other means than the code that lets it in. */
export function expectSound(doc: Node): void {
  doc.check()
  expect(doc.type.name).toBe('doc')
  const judge = (node: Node, depth: number) => {
    expect(depth).toBeLessThanOrEqual(defaultLimits.nodeDepth)
    if (node.isText) {
      expect(encodeURI(node.text!)).not.toContain('%00')
      expect(node.text).not.toBe('')
    }
    for (const mark of node.marks) if (mark.type.name === 'link') expect(isSafeAddress(mark.attrs.href)).toBe(true)
    node.forEach((child, _, index) => {
      const next = node.maybeChild(index + 1)
      // ProseMirror's own check lets neighbours of equal markup pass; positions of marks depend on them.
      if (child.isText && next?.isText) expect(child.sameMarkup(next)).toBe(false)
      judge(child, depth + 1)
    })
  }
  judge(doc, 0)
}
