import { AddMarkStep, AttrStep, Mapping, RemoveMarkStep, type Step, type StepMap } from '@tiptap/pm/transform'
import type { RecordedEvent } from '@/lib/document/events'
import { storedStep } from '@/lib/document/steps'

/** A place in a document; where `from` is `to`, something was taken away. */
export type Place = { from: number; to: number }

/** Where an event changed the document, as positions in the document after it, in the order of the text. */
export function changedBy(event: RecordedEvent): Place[] {
  if ((event.type !== 'ContentEdited' && event.type !== 'RevisionRestored') || 'redacted' in event.data) return []
  const steps = event.data.steps.map(storedStep)
  const maps = steps.map(step => step.getMap())
  const places = steps.flatMap((step, i) => {
    const later = new Mapping(maps.slice(i + 1))
    return placesOf(step, maps[i]!).map(({ from, to }) => ({ from: later.map(from, -1), to: later.map(to, 1) }))
  })
  return joined(places)
}

function placesOf(step: Step, map: StepMap): Place[] {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return [{ from: step.from, to: step.to }]
  if (step instanceof AttrStep) return [{ from: step.pos, to: step.pos + 1 }]
  const places: Place[] = []
  map.forEach((_oldStart, _oldEnd, from, to) => {
    places.push({ from, to })
  })
  return places
}

function joined(places: Place[]): Place[] {
  const all: Place[] = []
  for (const place of places.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = all.at(-1)
    if (last && place.from <= last.to) last.to = Math.max(last.to, place.to)
    else all.push({ ...place })
  }
  return all
}
