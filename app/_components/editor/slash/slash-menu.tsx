'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { words } from '@/app/_words'
import { Anchored } from '../../ui/anchored'
import type { SlashList } from './slash-commands'
import { type SlashItem, slashMatches } from './slash-items'

const id = 'slash-list'
const optionId = ({ name }: SlashItem) => `${id}-${name}`

/** The list that "/" opens. The focus stays in the text, which says which option is meant. */
export function SlashMenu({ editor }: { editor: Editor }) {
  const { list } = (editor.storage as unknown as { slashCommands: { list: SlashList } }).slashCommands
  const state = useSyncExternalStore(list.subscribe, () => list.state)
  const active = state?.items[state.active]
  const chosen = useRef<HTMLDivElement>(null)
  useCombobox(editor, state !== null && state.items.length > 0, active ? optionId(active) : null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option may lie out of sight
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  if (!state || !active) return null
  return (
    <Anchored at={state.at} side="bottom" className="min-w-60 p-1">
      <div
        id={id}
        role="listbox"
        tabIndex={0}
        aria-label={words.slash.label}
        className="max-h-72 overflow-y-auto overscroll-contain"
      >
        {slashMatches(state.query).map(group => (
          // biome-ignore lint/a11y/useSemanticElements: options are grouped, not fields
          <div key={group.label} role="group" aria-label={group.label}>
            <div aria-hidden className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-soft">
              {group.label}
            </div>
            {group.items.map(item => (
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text's
              <div
                key={item.name}
                id={optionId(item)}
                ref={item === active ? chosen : null}
                role="option"
                aria-selected={item === active}
                onMouseDown={event => event.preventDefault()}
                // A list that opens or shrinks under a mouse at rest isn't pointed at.
                onMouseMove={({ movementX, movementY }) => {
                  if ((movementX !== 0 || movementY !== 0) && item !== active)
                    list.set({ ...state, active: state.items.indexOf(item) })
                }}
                onClick={() => state.choose(item)}
                className="flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm select-none aria-selected:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-soft"
              >
                <item.icon aria-hidden />
                <span className="flex-1">{item.label}</span>
                {item.typed && (
                  <span aria-hidden className="font-mono text-xs text-ink-soft">
                    {item.typed}
                  </span>
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
    </Anchored>
  )
}

/** While the list is open the text has it as its list of suggestions. */
function useCombobox(editor: Editor, open: boolean, active: string | null): void {
  useEffect(() => {
    if (!open) return
    const { dom } = editor.view
    const attributes = { 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-haspopup': 'listbox' }
    for (const [name, value] of Object.entries(attributes)) dom.setAttribute(name, value)
    return () => {
      for (const name of Object.keys(attributes)) dom.removeAttribute(name)
    }
  }, [editor, open])
  useEffect(() => {
    const { dom } = editor.view
    if (active === null) return
    dom.setAttribute('aria-activedescendant', active)
    return () => dom.removeAttribute('aria-activedescendant')
  }, [editor, active])
}
