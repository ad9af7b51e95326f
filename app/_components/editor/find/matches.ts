import type { Editor } from '@tiptap/core'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { getSearchState, SearchQuery, type SearchResult, setSearchState } from 'prosemirror-search'

export type FindOptions = { search: string; replace: string; caseSensitive: boolean; wholeWord: boolean }

/** Marks what's looked for in the text; an empty search marks nothing. Writes nothing. */
export function lookFor({ state, view }: Editor, options: FindOptions | null): void {
  const query = new SearchQuery({ ...(options ?? { search: '' }), literal: true })
  const current = getSearchState(state)?.query
  if (current?.eq(query)) return
  view.dispatch(setSearchState(state.tr, query).setMeta('addToHistory', false))
}

const known = new WeakMap<object, { query: SearchQuery; results: SearchResult[] }>()

/** All places, in the order of the text. */
export function matchesIn(state: EditorState): SearchResult[] {
  const query = getSearchState(state)?.query
  if (!query?.valid) return []
  const cached = known.get(state.doc)
  if (cached?.query.eq(query)) return cached.results
  const results: SearchResult[] = []
  for (let from = 0; ; ) {
    const next = query.findNext(state, from)
    if (!next || next.to <= from) break
    results.push(next)
    from = next.to
  }
  known.set(state.doc, { query, results })
  return results
}

/** Which of the matches is selected, counted from 1; 0: none. */
export function currentMatch(state: EditorState): number {
  const { from, to } = state.selection
  return matchesIn(state).findIndex(match => match.from === from && match.to === to) + 1
}

function select({ state, view }: Editor, { from, to }: { from: number; to: number }): void {
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)).scrollIntoView())
  // The bar itself must not lie on what was found.
  const bar = document.querySelector('[data-find]')?.getBoundingClientRect()
  const { top, bottom, left } = view.coordsAtPos(from)
  if (bar && bottom > bar.top && top < bar.bottom && left > bar.left - 40) window.scrollBy(0, top - bar.bottom - 16)
}

/** Selects the next match after what's selected (or the one before it), from the other end where there's none. */
export function step(editor: Editor, direction: 1 | -1): boolean {
  const { state } = editor
  const matches = matchesIn(state)
  if (matches.length === 0) return false
  const { from, to } = state.selection
  const found = direction === 1 ? matches.find(match => match.from >= to) : matches.findLast(match => match.to <= from)
  select(editor, found ?? matches.at(direction === 1 ? 0 : -1)!)
  return true
}

/** Selects the match that begins nearest after the caret, where none is selected yet. */
export function stepHere(editor: Editor): void {
  if (currentMatch(editor.state) > 0) return
  const { state } = editor
  const match = matchesIn(state).find(({ from }) => from >= state.selection.from) ?? matchesIn(state)[0]
  if (match) select(editor, match)
}

/** Replaces the selected match and goes on to the next. */
export function replaceCurrent(editor: Editor): void {
  const { state, view } = editor
  const match = matchesIn(state)[currentMatch(state) - 1]
  if (match) {
    const tr = replaced(state, state.tr, [match])
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, tr.mapping.map(match.to))).setMeta('apart', true))
  }
  step(editor, 1)
}

/** Replaces all, as one edit. @returns how many */
export function replaceAll({ state, view }: Editor): number {
  const matches = matchesIn(state)
  if (matches.length > 0) view.dispatch(replaced(state, state.tr, matches).setMeta('apart', true))
  return matches.length
}

function replaced(state: EditorState, tr: Transaction, matches: readonly SearchResult[]): Transaction {
  const query = getSearchState(state)!.query
  for (const match of matches.toReversed())
    for (const { from, to, insert } of query.getReplacements(state, match).toReversed()) tr.replace(from, to, insert)
  return tr
}
