import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '@/lib/document/schema'
import { documentProjection } from '@/server/projections/document'
import { rebuild, verify } from '@/server/projections/refold'
import { storedRows } from '@/server/projections/rows'
import { timelineProjection } from '@/server/projections/timeline'
import { catchUp, projectionRig, type Rig } from '../support/projections'
import { paragraphs, Scribe } from '../support/scribe'

let rig: Rig
beforeAll(async () => {
  rig = await projectionRig()
})
afterAll(() => rig.close())

const both = [documentProjection, timelineProjection] as const
const anna = '00000000-0000-4000-8000-00000000000a'
const ben = '00000000-0000-4000-8000-00000000000b'

/** A document with everything that can happen to one. */
async function eventful(): Promise<Scribe> {
  const scribe = new Scribe(rig.store, undefined, anna)
  await scribe.create('Plans', paragraphs('One two', 'three'))
  for (let i = 0; i < 300; i++) await scribe.type('ab ')
  scribe.author = ben
  scribe.now += 20 * 60_000
  await scribe.edit(transform => transform.delete(1, 5))
  await scribe.name(2, 'First')
  await scribe.name(3, 'Gone')
  await scribe.name(3, null)
  await scribe.record({ type: 'DocumentRenamed', data: { title: 'Better plans' } })
  await scribe.restore(10)
  await scribe.record({ type: 'DocumentTrashed', data: {} })
  await scribe.record({ type: 'DocumentUntrashed', data: {} })
  return scribe
}

describe('document', () => {
  test('[PJ1] tells title, excerpt, counts, contributors, last author and times of a document', async () => {
    const scribe = await eventful()
    await catchUp(rig, documentProjection)
    const view = await rig.prisma.documentView.findUniqueOrThrow({ where: { documentId: scribe.documentId } })
    expect(view).toMatchObject({
      revision: scribe.state!.revision,
      ownerId: anna,
      title: 'Better plans',
      excerpt: `One two three${'ab '.repeat(9)}`.trim(),
      text: `One two\nthree${'ab '.repeat(9)}`,
      characters: 7 + 5 + 27,
      words: 11,
      contributors: [anna, ben],
      lastAuthorId: ben,
      trashed: false,
      createdAt: new Date(scribe.events[0]!.recordedAt),
      updatedAt: new Date(scribe.events.at(-1)!.recordedAt),
    })
    expect(view.html).toBe(`<p>One two</p><p>three${'ab '.repeat(9)}</p>`)
  })

  test('[PJ2] takes the rows of a deleted document out, and never those of another one', async () => {
    const [gone, stays] = [await eventful(), await eventful()]
    await catchUp(rig, ...both)
    await gone.record({ type: 'DocumentDeleted', data: {} })
    await catchUp(rig, ...both)
    for (const projection of both) {
      for (const [, rows] of await storedRows(rig.prisma, projection, gone.documentId)) expect(rows).toEqual([])
      for (const [, rows] of await storedRows(rig.prisma, projection, stays.documentId)) expect(rows).not.toEqual([])
    }
  })

  test('[PJ3] takes in a document of more different words than a search vector holds', async () => {
    const scribe = new Scribe(rig.store)
    const words = (n: number) =>
      Array.from({ length: 20_000 }, (_, i) => `wörd${(n * 20_000 + i).toString(36)}x`).join(' ')
    await scribe.create('Words', paragraphs(...[0, 1, 2, 3, 4].map(words)))
    await catchUp(rig, documentProjection)
    const rows = await rig.prisma.$queryRaw<{ found: boolean }[]>`
      SELECT search @@ 'wörd0x'::tsquery AS found FROM document_view WHERE document_id = ${scribe.documentId}::uuid`
    expect(rows).toEqual([{ found: true }])
  })
})

describe('timeline', () => {
  test('[PJ4] has one entry a revision, in chunks of 256, and each chunk adds its entries up by author', async () => {
    const scribe = await eventful()
    await catchUp(rig, timelineProjection)
    const where = { documentId: scribe.documentId }
    const chunks = await rig.prisma.timelineActivity.findMany({ where, orderBy: { fromRevision: 'asc' } })
    const last = scribe.state!.revision
    expect(chunks.map(chunk => [chunk.fromRevision, chunk.toRevision])).toEqual([
      [1, 256],
      [257, last],
    ])
    for (const chunk of chunks) {
      const entries = chunk.entries as number[][]
      expect(entries).toHaveLength(chunk.toRevision - chunk.fromRevision + 1)
      const by = chunk.authors.map((_, author) =>
        [2, 3, 4].map(column => entries.filter(e => e[0] === author).reduce((sum, e) => sum + e[column]!, 0)),
      )
      expect(chunk.by).toEqual(by)
    }
    expect((chunks[0]!.entries as number[][]).slice(0, 2)).toEqual([
      [0, 0, 0, 12, 0],
      [0, 1_000, 1, 3, 0],
    ])
    expect(chunks[1]!.authors).toEqual([anna, ben])
  })

  test('[PJ5] counts inserted and deleted characters so that their difference is the text there is', async () => {
    const scribe = await eventful()
    await scribe.edit(transform => {
      transform.replaceWith(3, 6, [schema.text('xyz', [schema.mark('bold')]), schema.text('!')])
      transform.addMark(1, 8, schema.mark('italic'))
      transform.split(4)
      transform.wrap(transform.doc.resolve(1).blockRange()!, [{ type: schema.nodes.blockquote! }])
      transform.delete(2, 7)
    })
    await catchUp(rig, ...both)
    const where = { documentId: scribe.documentId }
    const view = await rig.prisma.documentView.findUniqueOrThrow({ where })
    const sessions = await rig.prisma.timelineSession.findMany({ where })
    const total = sessions.reduce((sum, { inserted, deleted }) => sum + Number(inserted - deleted), 0)
    expect(total).toBe(view.characters)
    expect(total).toBe(scribe.doc.textContent.length)
  })

  test('[PJ6] begins a new session after a pause of more than 15 minutes', async () => {
    const scribe = new Scribe(rig.store, undefined, anna)
    await scribe.create()
    scribe.now += 15 * 60_000 - 1_000
    await scribe.type('a')
    scribe.author = ben
    scribe.now += 15 * 60_000
    await scribe.type('bc')
    await catchUp(rig, timelineProjection)
    const sessions = await rig.prisma.timelineSession.findMany({
      where: { documentId: scribe.documentId },
      orderBy: { fromRevision: 'asc' },
    })
    expect(sessions).toMatchObject([
      { fromRevision: 1, toRevision: 2, authors: [anna], inserted: 1n },
      { fromRevision: 3, toRevision: 3, authors: [ben], inserted: 2n },
    ])
  })

  test('[PJ7] lists named versions and restores; a name taken away is gone', async () => {
    const scribe = await eventful()
    await scribe.name(2, 'Renamed')
    await scribe.name(4, 'Stored, then taken away')
    await catchUp(rig, timelineProjection)
    await scribe.name(4, null)
    await catchUp(rig, timelineProjection)
    const marks = await rig.prisma.timelineMark.findMany({
      where: { documentId: scribe.documentId },
      orderBy: { revision: 'asc' },
    })
    expect(marks).toMatchObject([
      { kind: 'version', revision: 2, name: 'Renamed', authorId: ben },
      { kind: 'restore', revision: 307, restoredFrom: 10, authorId: ben },
    ])
  })
})

describe('rebuild and verify', () => {
  test('[PJ8] make the same rows as following did, whatever pages the events came in', async () => {
    const scribe = new Scribe(rig.store, undefined, anna)
    await scribe.create('Slowly', paragraphs('x'))
    for (let i = 0; i < 12; i++) {
      scribe.author = i % 3 ? ben : anna
      await scribe.type('ab', 1 + i)
      await catchUp(rig, ...both)
    }
    for (const projection of both) {
      const live = await storedRows(rig.prisma, projection, scribe.documentId)
      expect(await rebuild(rig, projection, [scribe.documentId])).toEqual([])
      expect(await storedRows(rig.prisma, projection, scribe.documentId)).toEqual(live)
      expect(await verify(rig, projection, scribe.documentId)).toEqual([])
    }
  })

  test('[PJ9] name the document, column and both values of a row that was corrupted, and mend it', async () => {
    const scribe = await eventful()
    const { documentId } = scribe
    await catchUp(rig, ...both)
    await rig.prisma.documentView.update({ where: { documentId }, data: { words: 1_000 } })
    await rig.prisma.$executeRaw`UPDATE document_view SET search = '' WHERE document_id = ${documentId}::uuid`
    await rig.prisma.timelineMark.deleteMany({ where: { documentId, kind: 'version' } })
    const [wrongWords, wrongSearch, ...more] = await verify(rig, documentProjection, documentId)
    expect(wrongSearch).toMatchObject({ documentId, table: 'document_view', column: 'search', stored: '' })
    expect(wrongWords).toMatchObject({ column: 'words', stored: 1_000, rebuilt: 11 })
    expect(more).toEqual([])
    expect(await verify(rig, timelineProjection, documentId)).toMatchObject([
      { table: 'timeline_mark', key: 'version 2', column: '', stored: undefined, rebuilt: { name: 'First' } },
    ])
    for (const projection of both) {
      await rebuild(rig, projection, [documentId])
      expect(await verify(rig, projection, documentId)).toEqual([])
    }
  })

  test('[PJ10] count nothing twice when they run ahead of the feed or people write meanwhile', async () => {
    const scribe = new Scribe(rig.store, undefined, anna)
    await scribe.create('Busy')
    await catchUp(rig, ...both)
    let writing = true
    const writer = (async () => {
      while (writing) await scribe.type('a')
    })()
    for (let i = 0; i < 10; i++)
      for (const projection of both) {
        await rebuild(rig, projection, [scribe.documentId])
        if (i % 3 === 0) await catchUp(rig, projection)
        expect(await rig.prisma.documentView.count({ where: { documentId: scribe.documentId } })).toBe(1)
      }
    writing = false
    await writer
    await catchUp(rig, ...both)
    for (const projection of both) expect(await verify(rig, projection, scribe.documentId)).toEqual([])
    const [session] = await rig.prisma.timelineSession.findMany({ where: { documentId: scribe.documentId } })
    expect(session?.inserted).toBe(BigInt(scribe.doc.textContent.length))
  })

  test('[PJ11] find rows that are missing though the feed has passed them, and fill them when the document changes', async () => {
    const scribe = await eventful()
    await catchUp(rig, ...both)
    await rig.prisma.documentView.delete({ where: { documentId: scribe.documentId } })
    expect(await verify(rig, documentProjection, scribe.documentId)).toMatchObject([{ column: '', stored: undefined }])
    await scribe.type('more')
    await catchUp(rig, ...both)
    expect(await verify(rig, documentProjection, scribe.documentId)).toEqual([])
  })
})
