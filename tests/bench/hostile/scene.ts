import { randomUUID } from 'node:crypto'
import type { Node } from '@tiptap/pm/model'
import { type NodeJSON, schemaVersion } from '@/lib/document/schema'
import { prismaClient } from '@/server/database/client'
import type { EventStore, NewEvent } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { insertText } from '../../support/hostile/wire'
import { paragraphs } from '../../support/scribe'
import { longCharacters, wideParagraphs } from './attacks'

const people = Array.from({ length: 30 }, () => randomUUID())

/** What attackers work on, written straight into the log; `owner` has a shelf of long documents besides. */
export async function setScene(databaseUrl: string, owner: string) {
  const prisma = prismaClient(databaseUrl, { max: 1 })
  try {
    const store = new PostgresEventStore(prisma)
    const letters = (event: number) => [insertText('x', 1 + (event % 2))]
    const loud = (event: number) => {
      const text = String.fromCharCode(97 + (event % 26)).repeat(900_000)
      const to = event === 0 ? 1 : 900_001
      return [{ ...insertText(text), to }]
    }
    const scene = {
      wide: await write(store, owner, paragraphs(...Array(wideParagraphs).fill('x')), 3, letters),
      long: await write(store, owner, paragraphs('x'.repeat(longCharacters)), 0, letters),
      old: await write(store, owner, paragraphs('x'), 20_000, letters),
      loud: await write(store, owner, paragraphs(''), 5, loud),
    }
    const words = 'all big cats do eat fish; gulls hunt insects, jays keep lots more '
    const page = paragraphs(...Array(25).fill(words.repeat(100)))
    for (let i = 0; i < 100; i++) await write(store, owner, page, 0, letters)
    return scene
  } finally {
    await prisma.$disconnect()
  }
}

/** @returns the id of the document */
async function write(
  store: EventStore,
  owner: string,
  doc: Node,
  edits: number,
  steps: (event: number) => { stepType: string }[],
): Promise<string> {
  const documentId = randomUUID()
  const header = (revision: number, authorId: string) => ({
    documentId,
    revision,
    schemaVersion,
    commandId: revision === 1 ? documentId : randomUUID(),
    baseRevision: revision - 1,
    authorId,
    via: 'seed' as const,
    // Bursts of a hundred, half an hour apart.
    recordedAt: new Date(
      Date.UTC(2026, 0, 1) + revision * 1_000 + Math.floor(revision / 100) * 1_800_000,
    ).toISOString(),
  })
  const data = { title: `Scene ${documentId.slice(0, 4)}`, doc: doc.toJSON() as NodeJSON }
  let run: NewEvent[] = [{ ...header(1, owner), type: 'DocumentCreated', data }]
  const append = async () => {
    if (!(await store.append([run]))[0]) throw new Error('The scene could not be written')
    run = []
  }
  await append()
  for (let i = 0; i < edits; i++) {
    run.push({
      ...header(i + 2, people[i % people.length]!),
      type: 'ContentEdited',
      data: { steps: steps(i), origin: 'typed' },
    })
    if (run.length === 500) await append()
  }
  if (run.length > 0) await append()
  return documentId
}
