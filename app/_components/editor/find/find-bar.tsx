'use client'

import { type Editor, useEditorState } from '@tiptap/react'
import { ArrowDown, ArrowUp, CaseSensitive, WholeWord, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { words } from '@/app/_words'
import { Button, iconButtonClass } from '../../ui/button'
import { fieldClass, popupClass } from '../../ui/popup'
import { tooltip } from '../keys'
import {
  currentMatch,
  type FindOptions,
  lookFor,
  matchesIn,
  replaceAll,
  replaceCurrent,
  step,
  stepHere,
} from './matches'

/** Find and, where one may write, replace. It keeps the focus; Escape goes to the match. */
export function FindBar({ editor, editable, onClose }: { editor: Editor; editable: boolean; onClose: () => void }) {
  const [options, setOptions] = useState<FindOptions>(() => ({
    search: selectedWords(editor),
    replace: '',
    caseSensitive: false,
    wholeWord: false,
  }))
  const [replacedCount, setReplacedCount] = useState<number | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const { count, current } = useEditorState({
    editor,
    selector: ({ editor }) => ({ count: matchesIn(editor.state).length, current: currentMatch(editor.state) }),
  })
  useEffect(() => {
    lookFor(editor, options)
    if (options.search) stepHere(editor)
  }, [editor, options])
  useEffect(() => {
    field.current?.select()
    return () => {
      if (!editor.isDestroyed) lookFor(editor, null)
    }
  }, [editor])

  const set = (change: Partial<FindOptions>) => {
    setReplacedCount(null)
    setOptions(options => ({ ...options, ...change }))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      onClose()
      editor.commands.focus()
    } else if (event.key === 'Enter' && event.target === field.current) step(editor, event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
  }
  const said = replacedCount !== null ? words.find.replaced(replacedCount) : words.find.count(current, count)
  return (
    <search
      aria-label={words.find.title}
      data-find
      onKeyDown={onKeyDown}
      className={`${popupClass} no-print fixed top-28 right-4 z-20 flex w-[min(26rem,calc(100vw-1rem))] flex-col gap-1.5 p-2 max-sm:right-2`}
    >
      <div className="flex items-center gap-1">
        <input
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: one has just asked for it
          autoFocus
          aria-label={words.find.find}
          placeholder={words.find.find}
          value={options.search}
          onChange={({ target }) => set({ search: target.value })}
          className={`${fieldClass} min-w-0 flex-1`}
        />
        <span role="status" className="min-w-16 px-1 text-center text-xs whitespace-nowrap text-ink-soft">
          {options.search ? said : ''}
        </span>
        <Small label={words.find.previous} keys="Shift+Enter" onClick={() => step(editor, -1)}>
          <ArrowUp />
        </Small>
        <Small label={words.find.next} keys="Enter" onClick={() => step(editor, 1)}>
          <ArrowDown />
        </Small>
        <Small label={words.app.close} keys="Escape" onClick={onClose}>
          <X />
        </Small>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        {editable && (
          <input
            aria-label={words.find.replace}
            placeholder={words.find.replace}
            value={options.replace}
            onChange={({ target }) => set({ replace: target.value })}
            className={`${fieldClass} w-28! flex-1`}
          />
        )}
        {editable && (
          <Button disabled={count === 0} className="px-2!" onClick={() => replaceCurrent(editor)}>
            {words.find.replaceOne}
          </Button>
        )}
        {editable && (
          <Button disabled={count === 0} className="px-2!" onClick={() => setReplacedCount(replaceAll(editor))}>
            {words.find.replaceAll}
          </Button>
        )}
        <Small
          label={words.find.caseSensitive}
          pressed={options.caseSensitive}
          onClick={() => set({ caseSensitive: !options.caseSensitive })}
        >
          <CaseSensitive />
        </Small>
        <Small
          label={words.find.wholeWord}
          pressed={options.wholeWord}
          onClick={() => set({ wholeWord: !options.wholeWord })}
        >
          <WholeWord />
        </Small>
      </div>
    </search>
  )
}

function Small({
  label,
  keys,
  pressed,
  onClick,
  children,
}: {
  label: string
  keys?: string
  pressed?: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={tooltip(label, keys)}
      aria-pressed={pressed}
      onClick={onClick}
      className={`${iconButtonClass} size-8! aria-pressed:bg-pressed`}
    >
      {children}
    </button>
  )
}

/** A word or two that are selected are what one looks for. */
function selectedWords({ state }: Editor): string {
  const { from, to, $from, $to } = state.selection
  return $from.sameParent($to) && to - from <= 100 ? state.doc.textBetween(from, to) : ''
}
