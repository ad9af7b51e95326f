import type { Editor } from '@tiptap/core'
import type { MarkType } from '@tiptap/pm/model'

/**
 * For a mark that ends with its block: ArrowRight there leads out of it, so that what's typed next is without it. Tiptap's
 * own way out (`exitable`) types a blank.
 */
export const leftByArrow = {
  exitable: false,
  addKeyboardShortcuts(this: { editor: Editor; type: MarkType; parent: (() => Record<string, () => boolean>) | null }) {
    return { ...this.parent?.(), ArrowRight: () => leave(this.editor, this.type) }
  },
}

function leave({ state, view }: Editor, mark: MarkType): boolean {
  const { $from, empty } = state.selection
  const isAtEnd = empty && $from.parentOffset === $from.parent.content.size
  if (!isAtEnd || !mark.isInSet(state.storedMarks ?? $from.marks())) return false
  view.dispatch(state.tr.removeStoredMark(mark))
  return true
}
