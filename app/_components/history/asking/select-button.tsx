import { posToDOMRect } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'
import { History } from 'lucide-react'
import { useEffect, useState } from 'react'
import { words } from '@/app/_words'
import type { Place } from '@/lib/history/changed'
import { Anchored, isTouched } from '../../ui/anchored'
import { Button } from '../../ui/button'

// Who still selects isn't to be disturbed.
const restAfter = 200

/** At what one has selected of an old document: leads to its history. */
export function SelectButton({ view, range, onChoose }: { view: EditorView; range: Place; onChoose: () => void }) {
  const [rested, setRested] = useState<Place | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(range), restAfter)
    return () => clearTimeout(timer)
  }, [range])
  if (rested !== range) return null
  const at = () => (view.isDestroyed ? null : posToDOMRect(view, range.from, range.to))
  return (
    <Anchored at={at} docked={isTouched()} className="p-1">
      <Button onMouseDown={event => event.preventDefault()} onClick={onChoose}>
        <History aria-hidden />
        {words.life.button}
      </Button>
    </Anchored>
  )
}
