import type { EditorView } from '@tiptap/pm/view'

/** What the editor's view watches the browser with; not in its types, but what its own key handling uses as well. */
type Watching = { domObserver: { flush(): void; forceFlush(): void } }

/**
 * Takes in what the browser has already done to text and selection and will tell in a moment. An update of the view before
 * that would put the caret back to where it was, so that a key that moves it is lost.
 */
export function readBrowser(view: EditorView): void {
  if (view.composing) return
  const { domObserver } = view as unknown as Watching
  domObserver.forceFlush()
  domObserver.flush()
}
