import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { projections } from '@/server/projections'
import { listParked } from '@/server/projections/parked'
import { verify } from '@/server/projections/refold'
import { PostgresSnapshotStore } from '@/server/snapshots'
import { type LogBench, quarantineDocument, releaseDocument, verifyLog } from '@/server/tools/log-commands'
import { damage, damages, letters, lettersAt } from '../support/damage'
import { sql } from '../support/database'
import { catchUp, projectionRig, type Rig } from '../support/projections'
import { Scribe } from '../support/scribe'
import { runTool } from '../support/tool'

let rig: Rig
let said: string[]
let bench: LogBench

beforeAll(async () => {
  rig = await projectionRig()
  const { prisma, inventory } = rig
  const store = new PostgresEventStore(prisma, prisma, 'whole')
  bench = { prisma, store, inventory, place: rig, print: line => said.push(line) }
})
afterAll(() => rig.close())

async function run(command: (bench: LogBench) => Promise<number>): Promise<{ code: number; output: string }> {
  said = []
  return { code: await command(bench), output: said.join('\n') }
}
const checked = (documentId?: string) => run(bench => verifyLog(bench, documentId))
const document = (revisions = 5) => letters(new Scribe(rig.store), revisions)
const text = async (documentId: string) =>
  (await new History(rig.store, new PostgresSnapshotStore(rig.prisma)).documentAt(documentId))!.doc.textContent
const log = () => sql(rig.database.url, 'select *, xid::text from event order by stream_id, revision')

describe('the log tool verifies', () => {
  test('[BK10] a sound log', async () => {
    await document()
    expect(await checked()).toEqual({ code: 0, output: 'All is well: 1 documents, 5 events' })
  })

  test.each(Object.entries(damages))('[BK10] and names %s by document and revision', async (_, change) => {
    const [bad, good] = [await document(6), await document(3)]
    await damage(rig.database.url, bad.documentId, 4, change)
    for (const one of [undefined, bad.documentId]) {
      const { code, output } = await checked(one)
      expect(code).toBe(1)
      expect(output).toContain(`${bad.documentId}  revision 4: `)
      expect(output).toContain(`npm run log -- quarantine ${bad.documentId} 4`)
      expect(output).not.toContain(good.documentId)
    }
    expect(await checked(good.documentId)).toEqual({ code: 0, output: 'All is well: 1 documents, 3 events' })
    await sql(rig.database.url, 'delete from event where stream_id = $1', [bad.documentId])
    await sql(rig.database.url, 'delete from stream where stream_id = $1', [bad.documentId])
  })

  test('[BK10] and names holes, wrong heads, strays, bad beginnings, times that run backwards, what the schema forbids', async () => {
    const [url, at] = [rig.database.url, 'where stream_id = $1']
    const spoil: [revision: number, statement: string][] = [
      [3, `delete from event ${at} and revision = 3`],
      [6, `delete from event ${at} and revision = 6`],
      [6, `update stream set revision = 5 ${at}`],
      [7, `update stream set revision = 9 ${at}`],
      [1, `delete from stream ${at}`],
      [1, `update event set type = 3, payload = '{"title":"a"}' ${at} and revision = 1`],
      [4, `update event set recorded_at = recorded_at - interval '1 day' ${at} and revision = 4`],
      [1, `update event set payload = '{"title":"a","doc":{"type":"doc"}}' ${at} and revision = 1`],
      [
        2,
        `update event set payload = '{"origin":"typed","steps":[{"stepType":"replace","from":0,"to":2}]}' ${at} and revision = 2`,
      ],
      [3, `update event set payload = '{"origin":"typed","steps":[],"mood":"bad"}' ${at} and revision = 3`],
    ]
    for (const [revision, statement] of spoil) {
      const { documentId } = await document(6)
      await sql(url, statement, [documentId])
      const { code, output } = await checked()
      expect(`${code} ${output}`, statement).toContain(`1 ${documentId}  revision ${revision}: `)
      await sql(url, `delete from event ${at}`, [documentId])
      await sql(url, `delete from stream ${at}`, [documentId])
    }
  })
})

describe('quarantine', () => {
  test.each(Object.entries(damages))('[BK12] lets a document with %s end before it', async (_, change) => {
    const scribe = await document(6)
    await damage(rig.database.url, scribe.documentId, 4, change)
    await expect(text(scribe.documentId)).rejects.toThrow('cannot be read at revision 4')
    const before = await log()
    const { code } = await run(bench => quarantineDocument(bench, scribe.documentId, 4))
    expect(code).toBe(0)
    expect(await text(scribe.documentId)).toBe(lettersAt(3))
    expect(await rig.store.head(scribe.documentId)).toMatchObject({ revision: 3, quarantinedFrom: 4 })
    expect((await rig.store.read(scribe.documentId, 1, { events: 10 })).length).toBe(3)
    expect(await rig.store.read(scribe.documentId, 4, { events: 10 })).toEqual([])
    expect(await log()).toEqual(before)
  })

  test('[BK12] takes no events, whatever revision a writer believes in', async () => {
    const scribe = await document(5)
    const next = scribe.next({ type: 'DocumentRenamed', data: { title: 'more' } })
    await run(bench => quarantineDocument(bench, scribe.documentId, 3))
    const before = await log()
    for (const revision of [3, 4, 5, 6]) expect(await rig.store.append([[{ ...next, revision }]])).toEqual([null])
    expect(await log()).toEqual(before)
    const others = new Scribe(rig.store)
    expect(
      await rig.store.append([
        [{ ...next, revision: 6 }],
        [others.next({ type: 'DocumentCreated', data: { title: '', doc: scribe.doc.toJSON() } })],
      ]),
    ).toEqual([null, [expect.any(String)]])
  })

  test('[BK12] passes over snapshots from beyond it', async () => {
    const scribe = await document(5)
    const snapshots = new PostgresSnapshotStore(rig.prisma)
    await snapshots.save(scribe.state!)
    await run(bench => quarantineDocument(bench, scribe.documentId, 4))
    expect(await text(scribe.documentId)).toBe(lettersAt(3))
  })

  test('[BK12] begins where the document can be read up to, and nowhere else', async () => {
    const scribe = await document(6)
    await damage(rig.database.url, scribe.documentId, 4, damages['an unknown type']!)
    for (const revision of [1, 5, 6, 7]) {
      const { code, output } = await run(bench => quarantineDocument(bench, scribe.documentId, revision))
      expect([code, output]).toEqual([1, 'REVISION is the first one that is not to be shown, here from 2 to 4.'])
    }
    const nobody = await run(bench => quarantineDocument(bench, '00000000-0000-4000-8000-000000000000', 2))
    expect(nobody).toEqual({ code: 1, output: 'There is no such document.' })
    await damage(rig.database.url, scribe.documentId, 1, damages['an unknown type']!)
    expect((await run(bench => quarantineDocument(bench, scribe.documentId, 2))).code).toBe(1)
  })

  test('[BK12] keeps the read models at its end, also when they are made again or followed on', async () => {
    const scribe = await document(6)
    const all = Object.values(projections)
    await run(bench => quarantineDocument(bench, scribe.documentId, 4))
    const view = () => rig.prisma.documentView.findUnique({ where: { documentId: scribe.documentId } })
    expect(await view()).toMatchObject({ revision: 3, text: lettersAt(3) })
    await catchUp(rig, ...all)
    expect(await view()).toMatchObject({ revision: 3 })
    for (const projection of all) {
      expect(await verify(rig, projection, scribe.documentId)).toEqual([])
      const parked = await listParked(rig.prisma, projection.name)
      expect(parked.find(({ documentId }) => documentId === scribe.documentId)).toMatchObject({ revision: 4 })
    }
  })

  test('[BK14] ends only when the log is mended, and then the document is whole again, read models too', async () => {
    const scribe = await document(6)
    await catchUp(rig, ...Object.values(projections))
    const was = await sql<{ payload: Buffer }>(
      rig.database.url,
      'select payload from event where stream_id = $1 and revision = 4',
      [scribe.documentId],
    )
    await damage(rig.database.url, scribe.documentId, 4, damages['a payload that is not UTF-8']!)
    await run(bench => quarantineDocument(bench, scribe.documentId, 4))
    const early = await run(bench => releaseDocument(bench, scribe.documentId))
    expect(early.code).toBe(1)
    expect(early.output).toContain('revision 4: A payload is not UTF-8')
    expect(early.output).toContain('still damaged')
    expect(await text(scribe.documentId)).toBe(lettersAt(3))

    await sql(rig.database.url, 'update event set payload = $2 where stream_id = $1 and revision = 4', [
      scribe.documentId,
      was[0]!.payload,
    ])
    expect((await checked(scribe.documentId)).output).toContain(`npm run log -- release ${scribe.documentId}`)
    expect((await run(bench => releaseDocument(bench, scribe.documentId))).code).toBe(0)
    expect(await text(scribe.documentId)).toBe(lettersAt(6))
    await scribe.type('!')
    await catchUp(rig, ...Object.values(projections))
    const view = await rig.prisma.documentView.findUnique({ where: { documentId: scribe.documentId } })
    expect(view).toMatchObject({ revision: 7, text: `${lettersAt(6)}!` })
    expect((await run(bench => releaseDocument(bench, scribe.documentId))).output).toBe('It is not in quarantine.')
  })
})

test('[BK10] as a command says what it can do, and its exit code whether all is well', async () => {
  const scribe = await document(4)
  const tool = (...args: string[]) => runTool('log', rig.database.url, ...args)
  expect(await tool('verify', scribe.documentId)).toEqual({ code: 0, output: 'All is well: 1 documents, 4 events\n' })
  expect(await tool('quarantine', scribe.documentId, '0')).toMatchObject({
    code: 2,
    output: expect.stringContaining('Usage:'),
  })
  expect((await tool('quarantine', scribe.documentId, '3')).code).toBe(0)
  expect(await text(scribe.documentId)).toBe(lettersAt(2))
  expect((await tool('quarantine', scribe.documentId, '5')).code).toBe(1)
}, 120_000)
