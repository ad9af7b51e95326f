import { type Editor, Extension, type Range } from '@tiptap/core'
import { isolate } from '../isolate'
import { isOwnEdit } from '../only-own-edits'
import { type SlashItem, slashMatches } from './slash-items'
import { slashPlugin } from './slash-plugin'

export type SlashState = {
  query: string
  items: SlashItem[]
  active: number
  at: () => DOMRect | null
  choose: (item: SlashItem) => void
}

/** What the list shows, and whoever draws it. */
export class SlashList {
  private readonly listeners = new Set<() => void>()
  state: SlashState | null = null

  readonly set = (state: SlashState | null): void => {
    this.state = state
    for (const listener of this.listeners) listener()
  }
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** ↑ ↓ choose, Enter and Tab take. @returns whether the key was the list's */
  key({ key }: KeyboardEvent): boolean {
    const { state } = this
    if (!state || state.items.length === 0) return false
    const count = state.items.length
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      this.set({ ...state, active: (state.active + (key === 'ArrowDown' ? 1 : count - 1)) % count })
      return true
    }
    if (key !== 'Enter' && key !== 'Tab') return false
    state.choose(state.items[state.active]!)
    return true
  }
}

/** After "/" at the beginning of a line or behind a blank: a list of blocks to make, filtered by what's typed. */
export const SlashCommands = Extension.create<object, { list: SlashList }>({
  name: 'slashCommands',
  // Its Enter comes before a new line's.
  priority: 1_100,
  addStorage: () => ({ list: new SlashList() }),
  addProseMirrorPlugins() {
    const { list } = this.storage
    const { editor } = this
    return [
      slashPlugin({
        editor,
        mayOpen({ state, range, transaction, isOpen }) {
          // A slash that was there already, or that somebody else writes, opens nothing.
          if (!isOpen && !isOwnEdit(transaction)) return false
          const { parent } = state.doc.resolve(range.from)
          return (
            parent.isTextblock && !parent.type.spec.code && !state.doc.rangeHasMark(range.from, range.to, code(state))
          )
        },
        onQuery(found) {
          if (!found) return list.set(null)
          const { query, range, at } = found
          const items = slashMatches(query).flatMap(({ items }) => items)
          list.set({ query, items, active: 0, at, choose: item => makeBlock(editor, range, item) })
        },
        onKey: event => list.key(event),
      }),
    ]
  },
})

const code = ({ schema }: Editor['state']) => schema.marks.code!

/** What was typed to find it goes in the same step back as what's made. */
function makeBlock(editor: Editor, range: Range, item: SlashItem): void {
  item.make(editor.chain().focus().command(isolate).deleteRange(range)).run()
}
