import { type EditorState, TextSelection } from '@tiptap/pm/state'
import { type Editor, useEditorState } from '@tiptap/react'
import { useEffect, useState } from 'react'

/** From and to of selected text that takes marks. */
function selectedText({ selection, doc }: EditorState): { from: number; to: number } | null {
  if (selection.empty || !(selection instanceof TextSelection)) return null
  const { $from, from, to } = selection
  if ($from.parent.type.spec.code || !doc.textBetween(from, to, '').trim()) return null
  return { from, to }
}

/**
 * What's selected, once the hand is still: nothing while a pointer is down (one is still selecting, or dragging), while an
 * input method composes, or while one is somewhere else on the page.
 * @param around also where the focus is, one is at the text
 */
export function useSelectedText(editor: Editor, around: string): { from: number; to: number } | null {
  const [held, setHeld] = useState(false)
  const [here, setHere] = useState(editor.isFocused)
  const range = useEditorState({
    editor,
    selector: ({ editor }) => (editor.view.composing ? null : selectedText(editor.state)),
  })
  useEffect(() => {
    const { dom } = editor.view
    const down = () => setHeld(true)
    const up = () => setHeld(false)
    const moved = ({ target }: FocusEvent) =>
      setHere(target instanceof Element && (dom.contains(target) || target.closest(around) !== null))
    dom.addEventListener('pointerdown', down)
    document.addEventListener('focusin', moved)
    const ends = ['pointerup', 'pointercancel', 'dragend', 'drop']
    for (const end of ends) window.addEventListener(end, up, true)
    return () => {
      dom.removeEventListener('pointerdown', down)
      document.removeEventListener('focusin', moved)
      for (const end of ends) window.removeEventListener(end, up, true)
    }
  }, [editor, around])
  return held || !here ? null : range
}
