import type { DocumentSession } from '@/lib/client/document-session'
import { canonicalJSON, type NodeJSON, schema } from '@/lib/document/schema'
import type { CurrentDocument, DocumentAt } from '@/lib/protocol/http'
import { prismaClient } from '@/server/database/client'
import type { EventStore } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { projections } from '@/server/projections'
import { findCheckpoint } from '@/server/projections/checkpoint'
import { verify } from '@/server/projections/refold'
import { PostgresSnapshotStore } from '@/server/snapshots'
import { until } from '../people/until'
import type { Stage } from '../stage/stage'
import type { History as Notes } from './history'
import { judge, type Truth } from './judge'

/** Whoever wrote in a scenario: what they noted, what they hold, and how to let them come to rest. */
export type People = {
  history: Notes
  documents: readonly string[]
  replicas: readonly { name: string; documentId: string; session: DocumentSession }[]
  /** Of somebody who may read everything. */
  cookie: string
  drain(store: EventStore): Promise<void>
}

export type Verdict = { breaches: string[]; revisions: number; commands: number; unknown: number }

/** Lets everybody come to rest, looks at everything that holds a document, and judges. */
export async function verdict(
  stage: Stage,
  crowd: People,
  { recoveries = [], patience = 10_000 }: Partial<Pick<Truth, 'recoveries' | 'patience'>> = {},
): Promise<Verdict> {
  stage.heal()
  const prisma = prismaClient(stage.postgres.url, { max: 4 })
  const store = new PostgresEventStore(prisma)
  try {
    const restless = await crowd.drain(store).then(
      () => [],
      (error: Error) => [`I5 ${error.message}`],
    )
    const logs: Map<string, Awaited<ReturnType<typeof store.read>>> = new Map()
    for (const documentId of crowd.documents)
      logs.set(documentId, await store.read(documentId, 1, { events: 1_000_000 }))
    const history = new History(store, new PostgresSnapshotStore(prisma))
    const held: Truth['held'] = []
    for (const { name: by, documentId, session } of crowd.replicas)
      held.push({ by, documentId, json: canonicalJSON(session.doc!) })
    for (const [documentId, events] of logs) {
      held.push({
        by: 'snapshot and tail',
        documentId,
        json: canonicalJSON((await history.documentAt(documentId))!.doc),
      })
      for (const [i, node] of stage.nodes.entries())
        for (const path of ['', `/at/${events.length}`]) {
          const { doc } = await ask(node.address, `/api/documents/${documentId}${path}`, crowd.cookie)
          held.push({ by: `server ${i}${path && ', at its head'}`, documentId, json: json(doc) })
        }
    }
    const unconfirmed = crowd.replicas.map(({ name: by, session }) => ({ by, count: session.unconfirmed.length }))
    const rows = await readModels({ prisma, history }, store, crowd.documents)
    const truth = { logs, held, unconfirmed, projections: rows, recoveries, patience }
    const ops = [...crowd.history.ops.values()]
    return {
      breaches: [...restless, ...judge(crowd.history, truth)],
      revisions: [...logs.values()].reduce((sum, events) => sum + events.length, 0),
      commands: ops.length,
      unknown: ops.filter(({ outcome }) => outcome === 'info').length,
    }
  } finally {
    await prisma.$disconnect()
  }
}

async function readModels(
  place: Parameters<typeof verify>[0],
  feed: PostgresEventStore,
  documents: readonly string[],
): Promise<string[]> {
  const faults: string[] = []
  for (const projection of Object.values(projections)) {
    const end = await feed.end()
    const arrived = async () => ((await findCheckpoint(place.prisma, projection.name))?.position ?? '') >= end
    await until(arrived, 60_000).catch(() => faults.push(`${projection.name} never came to the end of the log`))
    for (const documentId of documents)
      for (const { table, key, column } of await verify(place, projection, documentId))
        faults.push(`${projection.name} of ${documentId}: ${table} ${key} ${column} is not what the log makes`)
  }
  return faults
}

async function ask(address: string, path: string, cookie: string): Promise<CurrentDocument | DocumentAt> {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${address}${path}`, { headers: { cookie } }).catch(() => null)
    if (answer?.ok) return (await answer.json()) as CurrentDocument
    if (tries > 60) throw new Error(`${path} is answered ${answer?.status}`)
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

const json = (doc: NodeJSON) => canonicalJSON(schema.nodeFromJSON(doc))
