import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { properName } from './languages'

/** A stretch of code, counted from the block's beginning, and what it is. */
type Piece = { from: number; to: number; kind: string }
type Highlight = (language: string, code: string) => Piece[]

const colorsKey = new PluginKey<{ colors: DecorationSet; highlight: Highlight | null }>('code-colors')

/** Of longer code no one wants to wait for the colours. */
const longest = 50_000

/** Colours in blocks of code whose language is known: drawn only, and loaded when there is such a block. */
export const CodeColors = Extension.create({
  name: 'codeColors',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: colorsKey,
      state: {
        init: () => ({ colors: DecorationSet.empty, highlight: null as Highlight | null }),
        apply(tr, value) {
          const loaded = (tr.getMeta(colorsKey) as Highlight | undefined) ?? null
          if (loaded)
            return {
              highlight: loaded,
              colors: colored(DecorationSet.empty, tr.doc, [[0, tr.doc.content.size]], loaded),
            }
          if (!tr.docChanged || !value.highlight) return value
          const colors = colored(value.colors.map(tr.mapping, tr.doc), tr.doc, changed(tr), value.highlight)
          return { ...value, colors }
        },
      },
      props: { decorations: state => colorsKey.getState(state)?.colors },
      view: view => new Loader(view),
    }),
  ],
})

/** Fetches the highlighter when the first block of code is seen that has use for it. */
class Loader {
  private asked = false
  constructor(view: EditorView) {
    this.look(view)
  }
  update(view: EditorView, before: EditorState): void {
    if (view.state.doc !== before.doc) this.look(view)
  }
  private look(view: EditorView): void {
    if (this.asked || !hasCode(view.state.doc)) return
    this.asked = true
    void import('./highlight').then(({ highlight }) => show(view, highlight))
  }
}

// Not while somebody composes: what's drawn into the composed word would end the composition.
function show(view: EditorView, highlight: Highlight): void {
  if (view.isDestroyed) return
  if (view.composing) setTimeout(() => show(view, highlight), 500)
  else view.dispatch(view.state.tr.setMeta(colorsKey, highlight).setMeta('addToHistory', false))
}

const isCode = ({ type, attrs }: Node) => type.name === 'codeBlock' && typeof attrs.language === 'string'

function hasCode(doc: Node): boolean {
  let found = false
  doc.descendants(node => {
    found ||= isCode(node)
    return !found && !node.isTextblock
  })
  return found
}

type Range = [from: number, to: number]

function changed(tr: Transaction): Range[] {
  return tr.mapping.maps.flatMap((map, i) => {
    const ranges: Range[] = []
    const rest = tr.mapping.slice(i + 1)
    map.forEach((_oldFrom, _oldTo, from, to) => {
      ranges.push([rest.map(from, -1), rest.map(to, 1)])
    })
    return ranges
  })
}

/** The colours, anew in the blocks that were changed. A change of an attribute has no range; its block is found by its language. */
function colored(colors: DecorationSet, doc: Node, ranges: Range[], highlight: Highlight): DecorationSet {
  const blocks = new Map<number, Node>()
  const collect = (from: number, to: number) =>
    doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node, pos) => {
      if (node.type.name === 'codeBlock') blocks.set(pos, node)
    })
  if (ranges.length === 0) collect(0, doc.content.size)
  for (const [from, to] of ranges) collect(from, to)
  let result = colors
  for (const [pos, node] of blocks) {
    result = result.remove(result.find(pos, pos + node.nodeSize))
    if (!isCode(node) || node.content.size > longest) continue
    const pieces = highlight(properName(String(node.attrs.language)), node.textContent)
    const drawn = pieces.map(({ from, to, kind }) => Decoration.inline(pos + 1 + from, pos + 1 + to, { class: kind }))
    result = result.add(doc, drawn)
  }
  return result
}
