import type { EverdraftClient } from '@/lib/client/client'
import { schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { commandIds } from '@/lib/replica/command-ids'
import type { Sequential } from '../../support/traces/format'
import { Typist, toDocument } from '../../support/traces/text'
import type { Played, Playing } from './play'
import { Acknowledged, connected } from './wire'

/**
 * Types a recording by one thin client: alone in the document, it needs no replica, since each acknowledgement can only name
 * the next revision and its own steps are what's recorded.
 */
export async function playSequential(
  client: EverdraftClient,
  { startContent, txns }: Sequential,
  { pace, limit, onProgress }: Playing,
): Promise<Played> {
  const start = toDocument(startContent)
  const { documentId, revision: first } = await client.create({ title: 'Replay', content: start.toJSON() })
  const typist = new Typist(start)
  const newCommandId = commandIds()
  const wire = new Acknowledged(client)
  await connected(client)
  const began = performance.now()
  let revision = first
  for (const [i, { patches }] of txns.slice(0, limit).entries()) {
    const steps = typist.type(patches).map(({ step }) => stepJSON(step))
    await pace(i)
    const envelope = { documentId, baseRevision: revision, schemaVersion, commandId: newCommandId() }
    const accepted = await wire.send({ ...envelope, type: 'EditContent', origin: 'typed', steps })
    if (accepted.revision !== ++revision)
      throw new Error(
        `Revision ${revision} was expected and ${accepted.revision} acknowledged: somebody else writes here.`,
      )
    onProgress(i + 1)
  }
  return { documentId, seconds: (performance.now() - began) / 1_000, latencies: wire.latencies, docs: [typist.doc] }
}
