import { createHash } from 'node:crypto'
import { canonicalJSON } from '@/lib/document/schema'
import { Cache } from './cache'
import type { History } from './history'
import type { Writers } from './writers'

/**
 * Hashes of documents at revisions, by which replicas compare themselves with the log. Clients at the same revision ask
 * for the same hash at about the same time, so it's made once.
 */
export function documentHashes(writers: Writers, history: History) {
  const known = new Cache<Promise<string | null>>(500)
  const make = async (documentId: string, revision: number): Promise<string | null> => {
    const current = (await writers.load(documentId))?.writer.document
    if (!current || revision > current.revision) return null
    const document = current.revision === revision ? current : await history.documentAt(documentId, revision)
    return document && createHash('sha256').update(canonicalJSON(document.doc)).digest('hex')
  }

  /** SHA-256, lower-case hexadecimal, of the document's canonical JSON; null where that can't be told. */
  return (documentId: string, revision: number): Promise<string | null> => {
    const key = `${documentId}/${revision}`
    const hash = known.get(key) ?? make(documentId, revision).catch(() => null)
    known.set(key, hash)
    // Beyond the head for now, or the log is away: to be looked at again when it's asked for again.
    void hash.then(made => made === null && known.delete(key))
    return hash
  }
}
