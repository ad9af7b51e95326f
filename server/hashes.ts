import { createHash } from 'node:crypto'
import { documentNodes } from '@/lib/document/check'
import type { Document } from '@/lib/document/document'
import { canonicalJSON } from '@/lib/document/schema'
import { costs, type Pay } from './budget'
import { Cache } from './cache'
import type { History } from './history'
import { Lane } from './lane'
import type { Writers } from './writers'

/**
 * Hashes of documents at revisions, by which replicas compare themselves with the log. Clients at the same revision ask
 * for the same hash at about the same time, so it's made once.
 */
export function documentHashes(writers: Writers, history: History, lane = new Lane()) {
  const known = new Cache<Promise<string | null>>(500)
  const make = async (documentId: string, revision: number, pay: Pay): Promise<string | null> => {
    const current = (await writers.load(documentId))?.writer.document
    if (!current || revision > current.revision) return null
    const nodes = documentNodes(current.doc)
    const cost = costs.hashing(current.doc) + (current.revision === revision ? 0 : costs.past(nodes))
    if (pay(cost) > 0) return null
    const document = current.revision === revision ? current : await history.documentAt(documentId, revision)
    // Whoever asks, it's made for all who have the document.
    const digest = ({ doc }: Document) => createHash('sha256').update(canonicalJSON(doc)).digest('hex')
    return document && lane.run(documentId, cost, () => digest(document))
  }

  /** SHA-256, lower-case hexadecimal, of the document's canonical JSON; null where that can't be told. */
  return async (documentId: string, revision: number, pay: Pay): Promise<string | null> => {
    const key = `${documentId}/${revision}`
    const making = known.get(key) ?? make(documentId, revision, pay).catch(() => null)
    known.set(key, making)
    const hash = await making
    // Whoever couldn't pay for it, came too early, or asked while the log was away leaves nothing to those who ask next.
    if (hash === null && known.get(key) === making) known.delete(key)
    return hash
  }
}
