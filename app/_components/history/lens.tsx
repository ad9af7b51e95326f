'use client'

import type { EditorView } from '@tiptap/pm/view'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { copyText } from '@/app/_client/copy'
import { words } from '@/app/_words'
import type { Place } from '@/lib/history/changed'
import type { Notice } from '../ui/notice'
import { Card, said } from './asking/card'
import { SelectButton } from './asking/select-button'
import { Stepper } from './asking/stepper'
import { useSpots } from './asking/use-spots'
import { ComparePanel } from './compare/compare-panel'
import { likely } from './compare/presets'
import { useCompare } from './compare/use-compare'
import { LifeList } from './life/life-list'
import { useLife } from './life/use-life'
import { modeOf } from './modes'
import { go } from './moves'
import { drawnOver, useFirstInSight, useGoing } from './over'
import type { Tab } from './panel-tabs'
import type { Over } from './past-document'
import type { PastDeeds } from './past-keys'
import { namePast } from './revision-in'
import type { OnRiver } from './river/on-river'
import { SearchPanel } from './search/search-panel'
import { usePastSearch } from './search/use-past-search'
import type { Panel } from './side-panel'
import type { History } from './use-history'
import type { Past } from './use-revision-in-address'
import { useWho } from './who/use-who'
import { WhoPanel } from './who/who-panel'

/** What one looks at the past through: who wrote it, what differs, a selection's life, where a phrase stood. */
export type Lens = {
  tab: Tab
  setTab: (tab: Tab) => void
  /** What stands in the panel; of the changes only where it's something else than their list. */
  content: Record<Tab, ReactNode>
  document: { over: Over | null; onView: (view: EditorView | null) => void; onSelect: (range: Place | null) => void }
  onRiver: OnRiver
  stepper: ReactNode
  /** What comes up at the text. */
  around: ReactNode
  keys: Pick<PastDeeds, 'who' | 'compare' | 'search' | 'found' | 'foundRevision' | 'life'>
  /** Steps go no farther back. */
  floor: number
  /** Ends what one asked last. @returns whether there was something */
  giveUp: () => boolean
}

export function useLens(history: History | null, past: Past, panel: Panel, tell: (notice: Notice) => void): Lens {
  const [tab, setTab] = useState<Tab>(past.from === null ? 'changes' : 'compare')
  const [view, setView] = useState<EditorView | null>(null)
  const [range, setRange] = useState<Place | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const comparing = past.from !== null
  const who = useWho(history, !comparing)
  const compare = useCompare(history, past.from)
  const life = useLife(history, past.selected)
  const search = usePastSearch(history, tab === 'search')
  const spots = useSpots(view, (comparing ? compare : who).marked?.spots ?? null)
  const frame = history?.state.frame ?? null
  const wanted = history?.state.wanted ?? 1
  const stop = () => past.compare(null)
  // Who goes to before the earlier one of two compares no more.
  const opened = history !== null
  useEffect(() => {
    if (opened && past.from !== null && wanted < past.from) past.compare(null)
  }, [opened, past.from, past.compare, wanted])
  useEffect(() => {
    if (past.selected) setTab('changes')
  }, [past.selected])

  useFirstInSight(view, compare)
  const going = useGoing(history, view, search)
  const seek = (revision: number) => {
    if (history) go(history, revision)
  }
  const toSpell = (revision: number) => {
    stop()
    seek(revision)
    panel.chosen()
  }
  const toPlace = (index: number) => {
    stop()
    going.to(index)
    panel.chosen()
  }
  const fromSpot = (revision: number) => {
    stop()
    spots.dismiss()
    seek(revision)
  }
  const show = (next: Tab) => {
    setTab(next)
    if (!panel.open) panel.toggle()
  }
  const choose = () => {
    if (!frame || !range) return
    const text = frame.doc.textBetween(range.from, range.to, ' ')
    past.select({ revision: frame.revision, ...range, text })
    setRange(null)
    show('changes')
  }
  const copyLink = async () => {
    const address = new URL(window.location.href)
    namePast(address, { revision: wanted, from: past.from })
    const copied = await copyText(address.href)
    tell({ text: copied ? words.compare.linkCopied : `${words.history.byHand} ${address.href}` })
  }
  const mode = modeOf({
    ...{ compare, life, search, who, spots, wanted },
    on: {
      goTo: toSpell,
      stepSearch: by => toPlace(going.beside(by)),
      endCompare: stop,
      endLife: () => past.select(null),
    },
  })
  const authors = history?.authors ?? new Map()
  const { marked } = comparing ? compare : who
  const stepped = spots.at?.stepped ? spots.list[spots.at.index] : undefined
  const over = useMemo(
    () => drawnOver(marked, comparing, stepped, [...search.decorations, ...going.now]),
    [marked, comparing, stepped, search.decorations, going.now],
  )
  const onRiver = useMemo(
    (): OnRiver => ({
      spells: life.spells,
      ticks: search.comings.map(({ kind, moment: { revision } }) => ({ revision, kind })),
      from: past.from,
      setFrom: past.compare,
    }),
    [life.spells, search.comings, past.from, past.compare],
  )
  return {
    tab,
    setTab,
    content: {
      changes: past.selected && (
        <LifeList life={life} wanted={wanted} authors={authors} onGo={toSpell} onClear={() => past.select(null)} />
      ),
      who: <WhoPanel who={who} authors={authors} spots={spots} />,
      compare: history && (
        <ComparePanel
          history={history}
          compare={compare}
          deeds={{ compare: past.compare, copyLink: () => void copyLink() }}
        />
      ),
      search: <SearchPanel search={search} authors={authors} field={field} onGo={toPlace} />,
    },
    document: { over, onView: setView, onSelect: setRange },
    onRiver,
    stepper: mode && <Stepper mode={mode} />,
    around: (
      <>
        {spots.at && <Card title={comparing ? words.compare.card : words.who.card} spots={spots} onGo={fromSpot} />}
        {!spots.at && range && view && <SelectButton view={view} range={range} onChoose={choose} />}
        <p role="status" className="sr-only">
          {said(spots)}
        </p>
      </>
    ),
    keys: {
      who: () => {
        who.setOn(!who.on)
        if (!who.on && panel.open) setTab('who')
      },
      compare: () => {
        if (comparing) return stop()
        if (!history || wanted <= 1) return
        past.compare(likely(history))
        if (panel.open) setTab('compare')
      },
      search: () => {
        show('search')
        requestAnimationFrame(() => requestAnimationFrame(() => field.current?.focus()))
      },
      found: by => mode?.step(by),
      foundRevision: () => {
        const revision = spots.at && spots.list[spots.at.index]?.tell()[0]?.revision
        if (revision) fromSpot(revision)
      },
      life: choose,
    },
    floor: past.from ?? 1,
    giveUp: () => {
      if (spots.at) spots.dismiss()
      else if (mode) mode.close()
      else return false
      return true
    },
  }
}
