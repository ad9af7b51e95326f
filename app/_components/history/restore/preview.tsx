'use client'

import type { Node } from '@tiptap/pm/model'
import { EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet, EditorView } from '@tiptap/pm/view'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { words } from '@/app/_words'
import { changesOf, type SeenChange } from '@/lib/document/changes'
import { stepsBetween } from '@/lib/document/restore'
import { TaskItemView } from '../../editor/task-item-view'
import { drawnGone } from './drawn-gone'
import { amountsOf, type Excerpt, excerptOf } from './excerpt'

/** What would change: the document as it would be, with what comes and what goes, and without what stays far from it. */
export function Preview({ before, after }: { before: Node; after: Node }) {
  const place = useRef<HTMLDivElement>(null)
  const { excerpt, amounts, isSame } = useMemo(() => {
    const changes = changesOf(before, stepsBetween(before, after))
    return {
      excerpt: excerptOf(after, changes),
      amounts: amountsOf(after, changes),
      isSame: changes.length === 0,
    }
  }, [before, after])
  useLayoutEffect(() => {
    if (isSame || !place.current) return
    const view: EditorView = new EditorView(place.current, {
      state: EditorState.create({ doc: excerpt.doc }),
      decorations: () => marksOf(excerpt),
      editable: () => false,
      nodeViews: { taskItem: (node, view, getPos) => new TaskItemView(node, view, getPos) },
      attributes: { class: 'prose preview', role: 'document', 'aria-label': words.bringing.preview, dir: 'auto' },
      dispatchTransaction: tr => {
        if (!tr.docChanged) view.updateState(view.state.apply(tr))
      },
    })
    return () => view.destroy()
  }, [excerpt, isSame])
  return (
    <section aria-label={words.bringing.previewRegion} className="mt-4 flex min-h-0 flex-1 flex-col">
      <p role="status" className="text-sm text-ink-soft">
        {isSame ? words.bringing.nothing : words.bringing.amounts(amounts)}
      </p>
      {!isSame && (
        <div
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
          tabIndex={0}
          className="mt-2 min-h-24 flex-1 overflow-y-auto rounded-md border border-line bg-paper px-4 py-3"
        >
          <div ref={place} />
          {excerpt.isCut && <p className="text-sm text-ink-soft">{words.bringing.more}</p>}
        </div>
      )}
    </section>
  )
}

function marksOf({ doc, changes, gaps }: Excerpt): DecorationSet {
  const marks = changes.flatMap(change => (change.kind === 'went' ? [gone(change)] : stays(doc, change)))
  const breaks = gaps.map(at => Decoration.widget(at, gap, { side: -2 }))
  return DecorationSet.create(doc, [...marks, ...breaks])
}

const gone = ({ at, slice }: SeenChange & { kind: 'went' }) =>
  Decoration.widget(at, () => drawnGone(slice), { side: -1, ignoreSelection: true })

function stays(doc: Node, { kind, from, to }: SeenChange & { kind: 'came' | 'formed' }): Decoration[] {
  const marks = [Decoration.inline(from, to, { nodeName: kind === 'came' ? 'ins' : 'span', class: kind })]
  doc.nodesBetween(from, Math.min(to, doc.content.size), (node, pos) => {
    const isWhole = pos >= from && pos + node.nodeSize <= to
    if (node.isBlock && isWhole) marks.push(Decoration.node(pos, pos + node.nodeSize, { class: `${kind}-block` }))
    return !isWhole
  })
  return marks
}

function gap(): HTMLElement {
  const element = document.createElement('p')
  element.className = 'gap'
  element.textContent = '⋯'
  element.ariaHidden = 'true'
  return element
}
