'use client'

import { type Editor, findParentNode, useEditorState } from '@tiptap/react'
import { words } from '@/app/_words'
import { FloatingBar } from '../bars/bar'
import { languages, properName } from './languages'

/** Of which language the block of code is, in which one writes. */
export function CodeBar({ editor }: { editor: Editor }) {
  const block = useEditorState({
    editor,
    selector: ({ editor }) => {
      const found = findParentNode(({ type }) => type.name === 'codeBlock')(editor.state.selection)
      return found ? { pos: found.pos, language: found.node.attrs.language as string | null } : null
    },
  })
  if (!block) return null
  const value = block.language === null ? '' : properName(block.language)
  const known = value === '' || languages.some(([name]) => name === value)
  // One attribute and nothing else, so that what somebody writes at the same time stays.
  const choose = (language: string) => {
    editor.view.dispatch(
      editor.state.tr.setNodeAttribute(block.pos, 'language', language || null).setMeta('apart', true),
    )
  }
  const at = () => {
    const element = editor.view.nodeDOM(block.pos)
    if (!(element instanceof HTMLElement)) return null
    // In the block's own corner, not over what's above it.
    const { left, top, width } = element.getBoundingClientRect()
    return new DOMRect(left, top + 54, width - 4, 0)
  }
  return (
    <FloatingBar editor={editor} label={words.code.bar} at={at} align="end">
      <select
        aria-label={words.code.language}
        value={value}
        onChange={({ target }) => choose(target.value)}
        className="min-h-8 cursor-pointer rounded-md bg-transparent px-1.5 text-sm text-ink hover:bg-hover"
      >
        <option value="">{words.code.plain}</option>
        {!known && <option value={value}>{value}</option>}
        {languages.map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </FloatingBar>
  )
}
