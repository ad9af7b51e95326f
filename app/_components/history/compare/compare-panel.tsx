import { GitCompareArrows, Link, X } from 'lucide-react'
import { useState } from 'react'
import { words } from '@/app/_words'
import type { Author } from '@/lib/protocol/people'
import { Button } from '../../ui/button'
import { fieldClass } from '../../ui/popup'
import { Standing } from '../asking/standing'
import { go } from '../moves'
import type { History } from '../use-history'
import { likely, presetsFor } from './presets'
import type { Compare } from './use-compare'

export type CompareDeeds = { compare: (from: number | null) => void; copyLink: () => void }

/** Which two revisions are compared, and what the signs in the text mean. */
export function ComparePanel({
  history,
  compare: { from, asked, comparison, amounts },
  deeds,
}: {
  history: History
  compare: Compare
  deeds: CompareDeeds
}) {
  const { wanted, head } = history.state
  if (from === null)
    return (
      <div className="flex flex-col items-start gap-3 px-4 py-3 text-sm">
        <p className="text-ink-soft">{words.compare.hint}</p>
        <Button look="framed" disabled={wanted <= 1} onClick={() => deeds.compare(likely(history))}>
          <GitCompareArrows />
          {words.compare.start}
        </Button>
      </div>
    )
  const presets = presetsFor(history)
  const chosen = presets.findIndex(preset => preset.from === from)
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain px-4 py-3 text-sm">
      <label className="flex flex-col gap-1">
        <span className="text-xs text-ink-soft">{words.compare.with}</span>
        <select
          value={chosen}
          onChange={event => deeds.compare(presets[Number(event.target.value)]?.from ?? from)}
          className={fieldClass}
        >
          <option value={-1}>{words.compare.presets.own}</option>
          {presets.map(({ label, from }, i) => (
            <option key={`${label} ${from}`} value={i}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="grid grid-cols-2 gap-2">
        <Numbered label={words.compare.from} value={from} min={1} max={wanted} onChange={deeds.compare} />
        <Numbered label={words.compare.to} value={wanted} min={from} max={head} onChange={to => go(history, to)} />
      </div>
      <div className="-mx-4 empty:hidden">
        <Standing asked={asked} />
      </div>
      {comparison && comparison.differences.length === 0 && <p role="status">{words.compare.nothing}</p>}
      {amounts && comparison && comparison.differences.length > 0 && (
        <>
          <p className="text-base font-semibold tabular-nums">
            <span aria-hidden>{words.compare.amounts(amounts)}</span>
            <span className="sr-only">{words.compare.spoken(amounts)}</span>
          </p>
          <Legend authors={comparison.authors} />
        </>
      )}
      <div className="flex flex-wrap gap-1">
        <Button look="framed" onClick={deeds.copyLink}>
          <Link />
          {words.compare.copyLink}
        </Button>
        <Button onClick={() => deeds.compare(null)}>
          <X />
          {words.compare.stop}
        </Button>
      </div>
    </div>
  )
}

/** A revision by its number, taken when one leaves the field or presses Enter; never across the other one. */
function Numbered({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    const wanted = Math.round(Number(typed))
    setTyped(null)
    if (typed && Number.isFinite(wanted)) onChange(Math.min(Math.max(wanted, min), max))
  }
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-ink-soft">{label}</span>
      <input
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        value={typed ?? value}
        onChange={event => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={event => event.key === 'Enter' && take()}
        className={`${fieldClass} tabular-nums`}
      />
    </label>
  )
}

function Legend({ authors }: { authors: readonly Author[] }) {
  const { signs } = words.compare
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-xs font-semibold text-ink-soft">{words.compare.legend}</h3>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <ins className="came">{signs.inserted}</ins>
        <del className="went">{signs.deleted}</del>
        <span className="formed">{signs.formatted}</span>
      </p>
      {authors.length > 0 && (
        <p className="flex flex-wrap gap-x-3 gap-y-1">
          <span className="sr-only">{words.compare.by}</span>
          {authors.map(({ authorId, name, color }) => (
            <span key={authorId} data-color={color} className="flex items-center gap-1">
              <span aria-hidden className="size-2 shrink-0 rounded-full bg-(--author-color)" />
              <span dir="auto">{name}</span>
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
