import { type Editor, Extension } from '@tiptap/core'
import { DOMSerializer, Fragment, type Node, Slice } from '@tiptap/pm/model'
import { Plugin, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { words } from '@/app/_words'
import { toMarkdown } from '@/lib/document/markdown'
import { schema } from '@/lib/document/schema'
import { cleanHTML } from './clean-html'
import { looksLikeMarkdown } from './looks-like-markdown'

/** What comes from other programs is read as it was meant there; what goes to them is clean HTML, and Markdown as its text. */
export const Pasting = Extension.create({
  name: 'pasting',
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          transformPastedHTML: cleanHTML,
          clipboardSerializer: new CleanSerializer(
            DOMSerializer.nodesFromSchema(schema),
            DOMSerializer.marksFromSchema(schema),
          ),
          clipboardTextSerializer: slice => textOf(slice),
          handlePaste: (view, event) => pasteFiles(view, event.clipboardData) || pasteText(editor, event),
          handleDrop(view, event) {
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
            // Otherwise the browser would open the file in the place of the page.
            return pasteFiles(view, event.dataTransfer, at)
          },
        },
      }),
    ]
  },
})

class CleanSerializer extends DOMSerializer {
  override serializeFragment(
    fragment: Fragment,
    options?: { document?: Document },
    target?: HTMLElement | DocumentFragment,
  ) {
    const dom = super.serializeFragment(fragment, options, target)
    if (target) return dom
    for (const columns of dom.querySelectorAll('colgroup')) columns.remove()
    for (const element of dom.querySelectorAll('[style], [class]')) {
      element.removeAttribute('style')
      if (element.tagName !== 'CODE') element.removeAttribute('class')
    }
    return dom
  }
}

/** Code copied out of a block is code, and nothing around it. */
function textOf(slice: Slice): string {
  const [first] = slice.content.content
  if (slice.content.childCount === 1 && first?.type.spec.code) return first.textContent
  return toMarkdown(schema.nodes.doc!.create(null, wrapped(slice.content)))
}

const wrapped = (content: Fragment) =>
  content.firstChild?.isInline ? Fragment.from(schema.nodes.paragraph!.create(null, content)) : content

/** Of a picture alone stays its place, with its name. */
function pasteFiles(view: EditorView, data: DataTransfer | null, at?: number): boolean {
  if (!data || data.files.length === 0 || data.types.includes('text/html') || data.types.includes('text/plain'))
    return false
  if (!view.editable) return true
  const text = [...data.files].map(file => words.paste.image(file.name)).join(' ')
  const { tr } = view.state
  view.dispatch((at === undefined ? tr.insertText(text) : tr.insertText(text, at)).setMeta('uiEvent', 'paste'))
  return true
}

/**
 * Text that's pasted with Shift stays as it is. Markdown does too, and is turned into what it means as an edit of its own right
 * after: one undo brings the text back.
 */
function pasteText(editor: Editor, event: ClipboardEvent): boolean {
  const { view } = editor
  const data = event.clipboardData
  const text = data?.getData('text/plain') ?? ''
  const isShifted = (view as unknown as { input: { shiftKey: boolean } }).input.shiftKey
  if (!text || view.state.selection.$from.parent.type.spec.code) return false
  const isMarkdown = !isShifted && !data?.types.includes('text/html') && looksLikeMarkdown(text)
  if (!isShifted && !isMarkdown) return false
  const { from } = view.state.selection
  const tr = view.state.tr.replaceSelection(linesOf(text)).scrollIntoView()
  // By its origin and not as a paste, which would look for signs in it.
  view.dispatch(tr.setMeta('origin', 'pasted').setMeta('apart', true))
  if (isMarkdown) convert(editor, text, new Place(editor, from, view.state.selection.to))
  return true
}

function linesOf(text: string): Slice {
  const lines = text.replace(/[\r\n]+$/, '').split(/(?:\r\n?|\n)+/)
  const paragraph = (line: string) => schema.nodes.paragraph!.create(null, line ? schema.text(line) : null)
  return new Slice(Fragment.from(lines.map(paragraph)), 1, 1)
}

function convert(editor: Editor, text: string, place: Place): void {
  void import('./from-markdown').then(({ fromMarkdown }) => {
    const doc = fromMarkdown(text)
    const range = place.leave()
    if (doc && range && editor.isEditable) editor.view.dispatch(converted(editor.state.tr, range, doc))
  })
}

function converted(tr: Transaction, [from, to]: [number, number], { content }: Node): Transaction {
  const open = (node: Node | null) => (node?.type.name === 'paragraph' ? 1 : 0)
  const slice = new Slice(content, open(content.firstChild), open(content.lastChild))
  return tr.replaceRange(from, to, slice).setMeta('apart', true).setMeta('origin', 'pasted').scrollIntoView()
}

/** A stretch of the document that goes along with what's written elsewhere. */
class Place {
  private intact = true
  constructor(
    private readonly editor: Editor,
    private from: number,
    private to: number,
  ) {
    editor.on('transaction', this.follow)
  }
  private readonly follow = ({ transaction: { mapping } }: { transaction: Transaction }) => {
    const before = this.to - this.from
    this.from = mapping.map(this.from, 1)
    this.to = mapping.map(this.to, -1)
    if (this.to - this.from !== before) this.intact = false
  }
  /** @returns where it is now; null where somebody has written into it */
  leave(): [number, number] | null {
    this.editor.off('transaction', this.follow)
    return this.intact && !this.editor.isDestroyed ? [this.from, this.to] : null
  }
}
