import type { RecordedEvent } from '@/lib/document/events'
import { stepJSON, storedStep } from '@/lib/document/steps'
import { sameSteps } from './change'
import type { Replica } from './replica'

/** Whether recorded events change something between two positions of the confirmed document, or correct our own command. */
export function touches(replica: Replica, events: readonly RecordedEvent[], from: number, to: number): boolean {
  let [start, end] = [from, to]
  for (const event of events) {
    const steps = 'steps' in event.data ? event.data.steps.map(storedStep) : []
    const isOwn = replica.confirms(event)
    const batch = replica.unconfirmed[0]
    if (isOwn && batch && 'steps' in batch && !sameSteps(batch.steps, steps)) return true
    for (const step of steps) {
      const json = stepJSON(step) as { from?: number; to?: number; pos?: number }
      const [a, b] = [json.from ?? json.pos ?? 0, json.to ?? json.pos ?? 0]
      if (!isOwn && a < end && b > start) return true
      start = step.getMap().map(start, -1)
      end = step.getMap().map(end, 1)
    }
  }
  return false
}
