import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import type { Authorship, Comparison, Life, PastSearch, Without } from '@/lib/protocol/past'
import { WeavingPool } from '@/server/weaving/pool'
import { damage } from '../../support/damage'
import { sql } from '../../support/database'
import { codeOf, contentOf, guest, typing } from '../../support/http'
import { recorded, seed } from '../../support/log'
import { startService } from '../../support/service'

let service: Awaited<ReturnType<typeof startService>>
let ann: Awaited<ReturnType<typeof guest>>
let ben: typeof ann
let documentId: string
const version = `${schemaVersion}.1`

beforeAll(async () => {
  service = await startService()
  ann = await guest(service.url)
  ben = await guest(service.url)
  documentId = await written()
})
afterAll(() => service.stop())

/** "house" by Ann; Ben puts "green " before it, Ann makes "house" bold and takes "green " away again. */
async function written(): Promise<string> {
  const made = await ann.call('POST', '/api/documents', { title: 'Past', content: contentOf('house') })
  const id = made.json.documentId as string
  const edit = async (who: typeof ann, steps: object[], baseRevision: number) => {
    const command = { ...typing(id, '', baseRevision), steps }
    expect((await who.call('POST', `/api/documents/${id}/commands`, command)).status).toBe(200)
  }
  await edit(ben, [{ stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'green ' }] } }], 1)
  await edit(ann, [{ stepType: 'addMark', mark: { type: 'bold' }, from: 7, to: 12 }], 2)
  await edit(ann, [{ stepType: 'replace', from: 1, to: 7 }], 3)
  return id
}

const ask = (what: string, id = documentId, who = ann) => who.call('GET', `/api/documents/${id}/history/${what}`)

describe('questions about all of a past', () => {
  it('[PA1] who wrote what: every position of a revision, by whom, when and how', async () => {
    const { runs, authors } = (await ask('authorship?revision=2')).json as unknown as Authorship
    const text = runs.filter(({ from }) => from >= 1)
    expect(text).toMatchObject([
      { from: 1, to: 7, authorId: ben.authorId, way: 'typed', first: 2, last: 2, brought: null },
      { from: 7, to: 13, authorId: ann.authorId, way: 'DocumentCreated', first: 1, last: 1 },
    ])
    const events = await recorded(service.databaseUrl, documentId)
    expect(text[0]!.at).toBe(events[1]!.recordedAt)
    expect(new Set(authors.map(({ authorId }) => authorId))).toEqual(new Set([ann.authorId, ben.authorId]))
  })

  it('[PA2] what differs between two revisions, with what was taken', async () => {
    const between = async (from: number, to: number) =>
      ((await ask(`compare?from=${from}&to=${to}`)).json as unknown as Comparison).differences
    expect(await between(1, 2)).toMatchObject([
      { kind: 'inserted', from: 1, to: 7, runs: [{ authorId: ben.authorId }] },
    ])
    const [formatted] = (await between(1, 4)) as { changes: object[] }[]
    expect(formatted).toMatchObject({ kind: 'formatted', from: 1, to: 6 })
    expect(formatted!.changes).toMatchObject([{ of: 'mark', name: 'bold', revision: 3, authorId: ann.authorId }])
    const taken = { content: [{ type: 'text', text: 'green ' }] }
    expect(await between(3, 4)).toMatchObject([{ kind: 'deleted', at: 1, from: 1, to: 7, slice: taken }])
    expect(await between(4, 4)).toEqual([])
  })

  it('[PA3] the life of a selection: the revisions that touched it', async () => {
    const { touches } = (await ask('life?revision=4&from=1&to=6')).json as unknown as Life
    expect(touches.map(({ revision, born, died, formed }) => [revision, born, died, formed])).toEqual([
      [1, 5, 0, 0],
      [3, 0, 0, 5],
    ])
  })

  it('[PA4] a phrase through time, also one that stands nowhere any more', async () => {
    const { places, more } = (await ask('search?query=GREEN')).json as unknown as PastSearch
    expect(more).toBe(false)
    expect(places).toMatchObject([
      [{ came: { revision: 2, authorId: ben.authorId }, position: 1, went: { revision: 4, authorId: ann.authorId } }],
    ])
    expect((await ask('search?query=GREEN&caseSensitive=true')).json).toMatchObject({ places: [] })
    expect((await ask('search?query=house')).json).toMatchObject({ places: [[{ came: { revision: 1 }, went: null }]] })
  })

  it('[PA5] the document without what somebody did', async () => {
    const answer = (await ask(`without?from=2&to=4&author=${ann.authorId}`)).json as unknown as Without
    expect(answer).toMatchObject({ revision: 4, left: 2 })
    expect(answer.doc.content).toEqual([
      expect.objectContaining({ type: 'paragraph', content: [{ type: 'text', text: 'green house' }] }),
    ])
  })

  it('[PA6] may be kept for good where it can never be another, and is sent again only when asked anew', async () => {
    const caching = async (what: string) => (await ask(what)).headers.get('cache-control')
    expect(await caching(`authorship?revision=2&v=${version}`)).toContain('immutable')
    expect(await caching(`compare?from=1&to=2&v=${version}`)).toContain('immutable')
    expect(await caching('compare?from=1&to=2')).toBe('private, no-cache')
    const etag = (await ask('compare?from=1&to=2')).headers.get('etag')!
    const path = `/api/documents/${documentId}/history/compare?from=1&to=2`
    expect((await ann.call('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304)
    const other = `/api/documents/${documentId}/history/compare?from=1&to=3`
    expect((await ann.call('GET', other, undefined, { 'if-none-match': etag })).status).toBe(200)
  })

  it('[PA7] is refused as everything else is: to strangers, of nothing, beyond the head, and by what is no question', async () => {
    expect((await fetch(`${service.url}/api/documents/${documentId}/history/search?query=a`)).status).toBe(401)
    expect(codeOf(await ask('search?query=a', randomUUID()))).toBe('not_found')
    for (const what of ['authorship?revision=5', 'compare?from=1&to=5', 'life?revision=5&from=1&to=2'])
      expect([what, codeOf(await ask(what))]).toEqual([what, 'not_found'])
    for (const what of [
      'authorship',
      'authorship?revision=0',
      'compare?from=2&to=1',
      'compare?from=1&to=x',
      'life?revision=1&from=3&to=2',
      'search?query=',
      `search?query=${'a'.repeat(201)}`,
      'search?query=a&caseSensitive=maybe',
      'without?from=1&to=2&author=me',
    ])
      expect([what, codeOf(await ask(what))]).toEqual([what, 'bad_request'])
    // Positions beyond the document are of nothing.
    expect((await ask('life?revision=1&from=900&to=1000')).json).toMatchObject({ touches: [] })
  })

  it('[PA8] is answered the same when what is kept of the past is gone, damaged or of an older head', async () => {
    const id = await seed(service.databaseUrl, ann.authorId, 3_000)
    const stored = async () =>
      sql<{ revision: number }>(service.databaseUrl, 'SELECT revision FROM weave WHERE stream_id = $1', [id])
    const answer = async () => (await ask('life?revision=3000&from=0&to=2', id)).text
    const first = await answer()
    await expect.poll(stored, { timeout: 20_000 }).toEqual([{ revision: 3_000 }])
    for (const spoil of [
      'UPDATE weave SET payload = payload || $2 WHERE stream_id = $1',
      'UPDATE weave SET payload = $2 WHERE stream_id = $1',
      'DELETE FROM weave WHERE stream_id = $1 AND payload <> $2',
    ]) {
      await sql(service.databaseUrl, spoil, [id, Buffer.from('spoiled')])
      // Another server has nothing of it in memory.
      const other = await startService({}, service.database)
      const call = await guest(other.url)
      expect((await call.call('GET', `/api/documents/${id}/history/life?revision=3000&from=0&to=2`)).text).toBe(first)
      await other.stop()
    }
  })

  it('[PA10] is given up where it takes too long, and the next question is answered', async () => {
    const job = { documentId, historyEpoch: 1, head: 4, question: { ask: 'authorship', revision: 2 } } as const
    const hasty = new WeavingPool(service.databaseUrl, 1)
    expect(await hasty.ask(job)).toBe('too much')
    await hasty.close()
    const patient = new WeavingPool(service.databaseUrl)
    expect(await patient.ask(job)).toMatchObject({ json: expect.stringContaining('"revision":2') })
    await patient.close()
    expect((await ask('authorship?revision=2')).status).toBe(200)
  })

  it('[PA9] says where the log is damaged, and answers again once it is mended', async () => {
    const id = await seed(service.databaseUrl, ann.authorId, 30)
    await damage(service.databaseUrl, id, 20, 'via = 9')
    const answer = await ask('search?query=a', id)
    expect(answer.status).toBe(500)
    expect(answer.json.error).toMatchObject({ code: 'internal', damagedFrom: 20 })
    await damage(service.databaseUrl, id, 20, 'via = 3')
    expect((await ask('search?query=a', id)).status).toBe(200)
  })
})
