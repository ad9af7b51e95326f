import { type Editor, getMarkRange } from '@tiptap/core'

/** The link around the caret. */
export function linkAtCaret({ state, schema }: Editor): { from: number; to: number; href: string } | null {
  const { $from, empty } = state.selection
  const range = empty && getMarkRange($from, schema.marks.link!)
  if (!range) return null
  const mark = state.doc.nodeAt(range.from)?.marks.find(({ type }) => type.name === 'link')
  return { ...range, href: String(mark?.attrs.href ?? '') }
}

/** Opens a document's link apart, as a click on it does where one can't write. */
export function openLink(href: string): void {
  window.open(href, '_blank', 'noopener,noreferrer')
}
