import { type Editor, posToDOMRect, type Range } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'

/** What stands between the slash and the caret. */
export type SlashQuery = { range: Range; query: string; at: () => DOMRect | null }

type State = {
  open: (Range & { query: string }) | null
  /** Where a slash stands whose list was closed by Escape. */
  dismissed: number | null
}

const key = new PluginKey<State>('slash')

/** A slash at the beginning of a line or behind a blank, and no blank from there to the caret. */
const slash = /(?:^|[ \0])\/([^\s/]*)$/

/**
 * Follows what's typed behind a slash. Tiptap's own (`suggestion`) can also fetch and place what it offers, which takes 10 kB that
 * everybody would load before they can type.
 */
export function slashPlugin({
  editor,
  mayOpen,
  onQuery,
  onKey,
}: {
  editor: Editor
  /** Whether there may be a list here, which a transaction opens or, where one `isOpen`, goes on with. */
  mayOpen: (at: { state: EditorState; range: Range; transaction: Transaction; isOpen: boolean }) => boolean
  /** null: no more. */
  onQuery: (query: SlashQuery | null) => void
  /** @returns whether the key was the list's */
  onKey: (event: KeyboardEvent) => boolean
}): Plugin<State> {
  return new Plugin<State>({
    key,
    state: {
      init: () => ({ open: null, dismissed: null }),
      apply(transaction, before, _, state) {
        if (transaction.getMeta(key) === 'dismiss') return { open: null, dismissed: before.open?.from ?? null }
        const found = editor.isEditable ? stretchAt(state, editor.view.composing) : null
        const dismissed = before.dismissed === null ? null : transaction.mapping.map(before.dismissed)
        if (!found) return { open: null, dismissed: null }
        if (found.from === dismissed) return { open: null, dismissed }
        const isOpen = before.open !== null
        return { open: mayOpen({ state, range: found, transaction, isOpen }) ? found : null, dismissed: null }
      },
    },
    view: () => ({
      update(view, before) {
        const [was, is] = [key.getState(before)?.open, key.getState(view.state)?.open]
        if (was === is || (was && is && was.from === is.from && was.query === is.query)) return
        const at = () => {
          const now = key.getState(view.state)?.open
          return now ? posToDOMRect(view, now.from, now.to) : null
        }
        onQuery(is ? { range: { from: is.from, to: is.to }, query: is.query, at } : null)
      },
      destroy: () => onQuery(null),
    }),
    props: {
      handleKeyDown(view, event) {
        if (!key.getState(view.state)?.open) return false
        if (event.key !== 'Escape') return onKey(event)
        view.dispatch(view.state.tr.setMeta(key, 'dismiss'))
        return true
      },
    },
  })
}

function stretchAt({ selection }: EditorState, composing: boolean): State['open'] {
  const { $from, empty } = selection
  const before = $from.nodeBefore
  const match = (empty || composing) && before?.isText ? slash.exec(before.text ?? '') : null
  const query = match?.[1]
  return query === undefined ? null : { from: $from.pos - query.length - 1, to: $from.pos, query }
}
