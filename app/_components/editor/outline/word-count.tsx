'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { words } from '@/app/_words'
import { type Counts, countsOf, countWords } from './counts'

type All = { document: Counts; selected: Counts | null }

function countAll({ doc, selection }: Editor['state']): All {
  const text = selection.empty ? '' : doc.textBetween(selection.from, selection.to, '\n', ' ')
  const selected = text.trim() ? { words: countWords(text), characters: [...text.replaceAll('\n', '')].length } : null
  return { document: countsOf(doc), selected }
}

/** How much is written, and how much is selected; a moment after one has stopped. */
export function WordCount({ editor }: { editor: Editor }) {
  const [counts, setCounts] = useState(() => countAll(editor.state))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setCounts(countAll(editor.state)), 300)
    }
    editor.on('transaction', later)
    return () => {
      clearTimeout(timer)
      editor.off('transaction', later)
    }
  }, [editor])
  const { document, selected } = counts
  return (
    <p
      data-counts
      className="no-print pointer-events-none select-none absolute inset-x-0 top-full px-5 py-2 text-end text-xs text-ink-soft tabular-nums sm:px-1"
    >
      {selected ? words.counts.selected(selected, document) : words.counts.document(document)}
    </p>
  )
}
