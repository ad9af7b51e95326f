import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { EverdraftClient } from '@/lib/client/client'
import type { DocumentSession } from '@/lib/client/document-session'
import type { Command } from '@/lib/document/commands'
import { schemaVersion } from '@/lib/document/schema'
import type { DocumentList } from '@/lib/protocol/http'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { quarantine, release } from '@/server/event-store/quarantine'
import { damage, damages, letters, lettersAt } from '../support/damage'
import { sql } from '../support/database'
import { codeOf, guest, typing } from '../support/http'
import { Scribe } from '../support/scribe'
import { startService } from '../support/service'

let service: Awaited<ReturnType<typeof startService>>
let prisma: ReturnType<typeof prismaClient>
let store: PostgresEventStore
let client: EverdraftClient
const patience = { timeout: 20_000 }

beforeAll(async () => {
  service = await startService()
  prisma = prismaClient(service.database.url)
  store = new PostgresEventStore(prisma)
  client = await EverdraftClient.connect(service.url)
  await vi.waitFor(() => expect(client.transport.connected).toBe(true), patience)
})
afterAll(async () => {
  client.close()
  await prisma.$disconnect()
  await service.stop()
})

const document = (revisions: number) => letters(new Scribe(store, randomUUID(), client.me.authorId), revisions)
const open = (documentId: string) => client.transport.request('document:open', { documentId, schemaVersion })
const send = (documentId: string, base: number, text = 'x') =>
  client.transport.request('document:command', typing(documentId, text, base) as unknown as Command)
const text = (session: DocumentSession) => session.doc?.textContent

/** Somebody writes in a document that's well, and is understood at once. */
async function othersGoOn(): Promise<void> {
  const other = await document(2)
  expect(await send(other.documentId, 2)).toMatchObject({ ok: true, revision: 3 })
}

describe('a damaged document', () => {
  test.each(Object.entries(damages))(
    '[BK11] with %s is said to be so, and nobody else is disturbed',
    async (_, change) => {
      const { documentId } = await document(5)
      await damage(service.database.url, documentId, 4, change)
      const error = { code: 'internal', damagedFrom: 4, message: expect.stringContaining('damaged from revision 4 on') }
      expect(await open(documentId)).toMatchObject({ ok: false, error })
      expect(await send(documentId, 3)).toMatchObject({ ok: false })
      const { call } = await guest(service.url)
      const read = await call('GET', `/api/documents/${documentId}`)
      expect([read.status, read.json]).toMatchObject([500, { error }])
      expect(codeOf(await call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'x', 3)))).toBe(
        'internal',
      )
      await othersGoOn()
    },
  )

  test('[BK11] is told to a waiting page as such, which tries again by itself', async () => {
    const { documentId } = await document(5)
    const url = service.database.url
    await damage(url, documentId, 4, 'type = 99')
    const session = client.open(documentId, { patience: 200 })
    await expect.poll(() => session.state, patience).toMatchObject({ phase: 'failed', refusal: { damagedFrom: 4 } })
    await damage(url, documentId, 4, 'type = 2')
    await expect.poll(() => session.state, patience).toMatchObject({ phase: 'open', refusal: null, revision: 5 })
    expect(text(session)).toBe(lettersAt(5))
    session.close()
  })

  test('[BK15] behind the back of a writer ends no wish without an answer, and is mended without a restart', async () => {
    const scribe = await document(3)
    const { documentId } = scribe
    // In memory, but not open: what is open is looked after twice a second.
    expect(await client.document(documentId)).toMatchObject({ revision: 3 })
    // Another process writes: one good event, one bad one.
    await scribe.type('c')
    const bad = await scribe.type('d')
    await damage(service.database.url, documentId, bad.revision, 'type = 99')
    for (let i = 0; i < 3; i++)
      expect(await send(documentId, 3)).toMatchObject({ ok: false, error: { code: 'internal', damagedFrom: 5 } })
    await othersGoOn()
    await damage(service.database.url, documentId, bad.revision, 'type = 2')
    expect(await send(documentId, 3)).toMatchObject({ ok: true, revision: 6 })
    expect((await client.document(documentId)).doc).toMatchObject({ content: [{ content: [{ text: 'xabcd' }] }] })
  })
})

describe('quarantine, while a server runs', () => {
  test('[BK12] shows the document as it was, to viewers alone, and refuses every command', async () => {
    const { documentId } = await document(5)
    await damage(service.database.url, documentId, 4, 'type = 99')
    await quarantine(prisma, documentId, 4)
    expect(await open(documentId)).toMatchObject({
      ok: true,
      role: 'viewer',
      revision: 3,
      quarantinedFrom: 4,
      snapshot: { revision: 3, doc: { content: [{ content: [{ text: lettersAt(3) }] }] } },
    })
    const commands = [
      typing(documentId, 'x', 3),
      { ...typing(documentId, 'x', 3), type: 'TrashDocument', steps: undefined, origin: undefined },
    ].map(command => JSON.parse(JSON.stringify(command)))
    for (const command of commands) {
      const refused = await client.transport.request('document:command', command)
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'forbidden', message: expect.stringContaining('damaged') },
      })
    }
    expect(await client.document(documentId)).toMatchObject({ role: 'viewer', revision: 3, quarantinedFrom: 4 })
    expect((await client.events(documentId)).events).toHaveLength(3)
    await expect(client.documentAt(documentId, 4)).rejects.toThrow('not_found')
    const listed = async () => {
      const list = await client.call<DocumentList>('GET', '/documents')
      return list.documents.find(row => row.documentId === documentId)
    }
    await expect.poll(listed, patience).toMatchObject({ role: 'viewer' })
    await othersGoOn()
  })

  test('[BK13] and its end reach everybody who has the document open within seconds, unsent words as a draft', async () => {
    const { documentId } = await document(5)
    const session = client.open(documentId)
    await expect.poll(() => session.state, patience).toMatchObject({ phase: 'open', role: 'owner', revision: 5 })
    await quarantine(prisma, documentId, 4)
    // Not noticed yet, or noticed: either way nothing more is stored.
    session.rename('Too late')
    await expect.poll(() => session.state, patience).toMatchObject({ role: 'viewer', revision: 3, quarantinedFrom: 4 })
    expect(text(session)).toBe(lettersAt(3))
    expect(session.unconfirmed).toEqual([])
    expect(session.state.drafts.map(draft => draft.text)).toEqual(['Too late'])
    const stored = await sql(service.database.url, 'select revision from event where stream_id = $1', [documentId])
    expect(stored).toHaveLength(5)

    await release(prisma, documentId)
    await expect
      .poll(() => session.state, patience)
      .toMatchObject({ role: 'owner', revision: 5, quarantinedFrom: null })
    expect(text(session)).toBe(lettersAt(5))
    session.rename('In time')
    await expect.poll(() => session.state, patience).toMatchObject({ revision: 6, title: 'In time', unconfirmed: 0 })
    session.close()
  })
})
