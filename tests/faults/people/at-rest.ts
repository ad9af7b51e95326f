import type { DocumentSession } from '@/lib/client/document-session'
import type { EventStore } from '@/server/event-store/event-store'
import { until } from './until'

type Replica = { name: string; documentId: string; session: DocumentSession }

/**
 * Waits until all that replicas hold is confirmed and each has come to the head of its document.
 * @throws Error that tells where they stand, where that never happens
 */
export async function atRest(replicas: readonly Replica[], store: EventStore, ms = 90_000): Promise<void> {
  const documents = [...new Set(replicas.map(({ documentId }) => documentId))]
  const rested = async () => {
    if (replicas.some(({ session }) => session.unconfirmed.length > 0)) return false
    const heads = await store.heads(documents)
    return replicas.every(({ documentId, session }) => session.state.revision === heads.get(documentId))
  }
  await until(rested, ms).catch(() => {
    const stands = replicas.map(({ name, session: { state } }) => [
      name,
      state.phase,
      state.connected,
      state.revision,
      state.unconfirmed,
      state.refusal?.code,
    ])
    throw new Error(`Never came to rest: ${JSON.stringify(stands)}`)
  })
}
