import { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'
import { describe, expect, it, vi } from 'vitest'
import { coreExtensions, quietDocumentExtensions } from '@/app/_components/editor/quiet-extensions'
import { remoteMeta } from '@/lib/client/editor-binding'
import { takingMeta } from '@/lib/client/undo/undo-history'

// Tiptap's keymap asks which system it's on; Node 20 has no navigator.
vi.stubGlobal('navigator', { platform: 'Linux', userAgent: '' })

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })
const cell = (text: string) => ({ type: 'tableCell', content: [paragraph(text)] })
const ragged = {
  type: 'table',
  content: [
    { type: 'tableRow', content: [cell('a'), cell('b')] },
    { type: 'tableRow', content: [cell('c')] },
  ],
}

function open(...content: object[]) {
  const editor = new Editor({
    element: null,
    injectCSS: false,
    enableCoreExtensions: coreExtensions,
    extensions: quietDocumentExtensions(),
    content: { type: 'doc', content },
  })
  // Without a view an editor leaves its plugins out.
  const state = editor.state.reconfigure({ plugins: editor.extensionManager.plugins })
  const apply = (make: (tr: Transaction, doc: Node) => Transaction) => {
    const { transactions } = state.applyTransaction(make(state.tr, state.doc))
    return transactions.slice(1).filter(tr => tr.docChanged).length
  }
  return { state, apply }
}

const received = (tr: Transaction) => tr.setMeta(remoteMeta, { authorId: null })

describe('the editor', () => {
  it('[UI8] repairs a table after an own edit of it, and after nothing else', () => {
    const { state, apply } = open(ragged, paragraph('after'))
    expect(state.doc.firstChild?.lastChild?.childCount).toBe(1)
    expect(apply(tr => tr.setSelection(TextSelection.create(tr.doc, 4)))).toBe(0)
    expect(apply(tr => received(tr.insertText('x', 4)))).toBe(0)
    expect(apply((tr, doc) => tr.insertText('x', doc.content.size - 1))).toBe(0)
    expect(apply(tr => tr.setMeta(takingMeta, { redo: false }).insertText('x', 4))).toBe(0)
    expect(apply(tr => tr.insertText('x', 4))).toBe(1)
  })

  it('[UI8] links an address that one types, not one that is received', () => {
    const { apply } = open(paragraph('see https://example.com'))
    const space = (tr: Transaction, doc: Node) => tr.insertText(' ', doc.content.size - 1)
    expect(apply((tr, doc) => received(space(tr, doc)))).toBe(0)
    expect(apply(space)).toBe(1)
  })

  it('[UI8] leaves a heading that somebody else emptied', () => {
    const { state } = open({ type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'gone' }] })
    const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 1, 5)))
    const answers = (tr: Transaction) => selected.applyTransaction(tr).transactions.length - 1
    expect(answers(received(selected.tr.delete(1, 5)))).toBe(0)
    expect(answers(selected.tr.delete(1, 5))).toBe(1)
  })
})
