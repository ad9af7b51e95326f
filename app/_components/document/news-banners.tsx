'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import type { Standing } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import { Button, IconButton } from '../ui/button'
import { Banner } from './banner'

/** Says that somebody else has put an old revision in the place of the present, and leads to what was there; until it's closed. */
export function RestoredBanner({ state, onShow }: { state: Standing; onShow: (revision: number) => void }) {
  const { restored, me, authors } = state
  const [closed, setClosed] = useState(0)
  if (!restored || restored.by === me?.authorId || restored.revision <= closed) return null
  const who = authors.get(restored.by)?.name ?? words.people.somebody
  return (
    <Banner>
      <span role="status" className="flex-1">
        {words.document.restoredBy(who, restored.from)}
      </span>
      <Button look="framed" onClick={() => onShow(restored.revision - 1)}>
        {words.document.before}
      </Button>
      <IconButton label={words.app.close} onClick={() => setClosed(restored.revision)}>
        <X />
      </IconButton>
    </Banner>
  )
}

/** Says that this page is older than the server, which takes nothing from it any more. */
export function OutdatedBanner() {
  return (
    <Banner>
      <span role="alert" className="flex-1">
        {words.document.outdated}
      </span>
      <Button look="primary" onClick={() => window.location.reload()}>
        {words.errors.reload}
      </Button>
    </Banner>
  )
}
