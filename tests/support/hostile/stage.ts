import { expect } from 'vitest'
import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { canonicalJSON, type NodeJSON, schema } from '@/lib/document/schema'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { guest } from '../http'
import { paragraphs } from '../scribe'
import { startService } from '../service'
import { Bystander } from './bystander'
import { RawSocket } from './raw-socket'

type Guest = Awaited<ReturnType<typeof guest>>
export type Stage = Awaited<ReturnType<typeof hostileStage>>

/** The document that the hostile steps are made for. */
export const target = () => paragraphs('Hello 😀 world', 'Second')

/**
 * The real service, somebody hostile, somebody who types meanwhile and somebody who comes anew each time to read; and what must
 * be true after whatever was done.
 */
export async function hostileStage(variables: Record<string, string> = {}) {
  const faults: unknown[] = []
  const onFault = (error: unknown) => faults.push(error)
  process.on('unhandledRejection', onFault)
  process.on('uncaughtExceptionMonitor', onFault)
  const service = await startService(variables)
  const prisma = prismaClient(service.databaseUrl, { max: 2 })
  const log = new PostgresEventStore(prisma)
  const [hostile, typist, reader] = [await guest(service.url), await guest(service.url), await guest(service.url)]
  const bystander = await Bystander.sit(service.url, typist.cookie, await made(typist))

  const stage = {
    ...service,
    prisma,
    log,
    hostile,
    reader,
    bystander,

    newcomer: () => guest(service.url),

    connect: (who: Guest = hostile) => RawSocket.connect(service.url, who.cookie),

    /** Makes a document. @returns its id */
    make: (doc = target(), who: Guest = hostile) => made(who, doc.toJSON() as NodeJSON),

    /** How many rows there are of all that people can bring about; the bystander's document left out. */
    async rows(): Promise<Record<string, number>> {
      const [row] = await prisma.$queryRaw<Record<string, bigint>[]>`
        SELECT (SELECT count(*) FROM stream) AS documents,
          (SELECT count(*) FROM event WHERE stream_id <> ${bystander.documentId}::uuid) AS events,
          (SELECT count(*) FROM author) AS authors, (SELECT count(*) FROM "user") AS users,
          (SELECT count(*) FROM session) AS sessions`
      return Object.fromEntries(Object.entries(row!).map(([name, count]) => [name, Number(count)]))
    },

    /** No fault was left to the process, and somebody else's commands are acknowledged as ever. */
    async stillServes(): Promise<void> {
      const before = bystander.acks.length
      await expect.poll(() => bystander.acks.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(before)
      expect(bystander.refused).toEqual([])
      expect(faults).toEqual([])
    },

    /** The same, and a fresh client finds the document equal to the fold of its log. @returns that document */
    async stillSound(documentId: string): Promise<Document> {
      await stage.stillServes()
      const folded = await fold(log, documentId)
      const fresh = await RawSocket.connect(service.url, reader.cookie)
      const opened = await fresh.open(documentId)
      fresh.close()
      expect(opened).toMatchObject({ ok: true, revision: folded.revision })
      const { snapshot } = opened as unknown as { snapshot: { doc: NodeJSON } }
      expect(canonicalJSON(schema.nodeFromJSON(snapshot.doc))).toBe(canonicalJSON(folded.doc))
      return folded
    },

    async close(): Promise<void> {
      await bystander.stop()
      await prisma.$disconnect()
      await service.stop()
      process.off('unhandledRejection', onFault)
      process.off('uncaughtExceptionMonitor', onFault)
    },
  }
  return stage
}

async function made({ call }: Guest, content?: NodeJSON): Promise<string> {
  const answer = await call('POST', '/api/documents', content ? { content } : {})
  if (answer.status !== 201) throw new Error(`No document: ${answer.text}`)
  return answer.json.documentId as string
}

async function fold(log: PostgresEventStore, documentId: string): Promise<Document> {
  let document: Document | null = null
  for (let events: RecordedEvent[]; ; ) {
    events = await log.read(documentId, (document?.revision ?? 0) + 1, { events: 1_000 })
    if (events.length === 0) return document!
    document = events.reduce<Document | null>((state, event) => evolve(state, event), document)
  }
}
