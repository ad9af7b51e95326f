import type { ReactNode } from 'react'
import { words } from '@/app/_words'
import type { Section } from '@/lib/document/restore-part'
import { fieldClass } from '../../ui/popup'

export type Choice = 'whole' | 'section' | 'selection' | 'copy'

/** One of several things that can be done, with a word about it and what more it asks. */
export function ChoiceItem({
  choice,
  chosen,
  onChoose,
  label,
  hint,
  children,
}: {
  choice: Choice
  chosen: Choice
  onChoose: (choice: Choice) => void
  label: string
  hint: string
  children?: ReactNode
}) {
  const isChosen = choice === chosen
  return (
    <div className={`rounded-md ${isChosen ? 'bg-hover' : ''}`}>
      <label className="flex min-h-8 gap-3 rounded-md px-2 py-1.5 text-sm hover:bg-hover">
        <input
          type="radio"
          name="restore"
          value={choice}
          checked={isChosen}
          onChange={() => onChoose(choice)}
          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        />
        <span className="min-w-0">
          <span className="block font-medium">{label}</span>
          {isChosen && (
            <span dir="auto" className="block break-words text-ink-soft">
              {hint}
            </span>
          )}
        </span>
      </label>
      {isChosen && children && <div className="px-2 pb-2 ps-9">{children}</div>}
    </div>
  )
}

const indent = (level: number) => '\u2003'.repeat(Math.max(0, level - 1))

/** Which section is meant. */
export function SectionField({
  sections,
  index,
  onIndex,
}: {
  sections: readonly Section[]
  index: number
  onIndex: (index: number) => void
}) {
  const hasHeadings = sections.some(({ level }) => level > 0)
  const nameOf = ({ level, text }: Section) => {
    const name = text || words.bringing.empty
    return level === 0 && hasHeadings ? words.bringing.beginning(name) : `${indent(level)}${name}`
  }
  return (
    <label>
      <span className="sr-only">{words.bringing.which}</span>
      <select value={index} onChange={event => onIndex(Number(event.target.value))} className={fieldClass}>
        {sections.map((section, i) => (
          <option key={section.from} value={i}>
            {nameOf(section)}
          </option>
        ))}
      </select>
    </label>
  )
}
