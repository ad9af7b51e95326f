import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSession } from '@/server/database/session'
import { beginEpoch, refuseForeignLog } from '@/server/event-store/epoch'
import { documentProjection } from '@/server/projections/document'
import { sql } from '../support/database'
import { catchUp, projectionRig, type Rig } from '../support/projections'
import { Scribe } from '../support/scribe'
import { runTool } from '../support/tool'

let rig: Rig
let scribe: Scribe
beforeAll(async () => {
  rig = await projectionRig()
  scribe = new Scribe(rig.store)
  await scribe.create('Plans')
  await scribe.type('Brought here')
})
afterAll(() => rig.close())

/** The server as npm start runs it; it's expected to end by itself. */
function startServer(url: string): Promise<{ code: number | null; output: string }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'everdraft-foreign-'))
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0' }
  const child = spawn(process.execPath, [path.resolve('node_modules/tsx/dist/cli.mjs'), 'server/index.ts'], { env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return new Promise(resolve =>
    child.once('close', code => {
      rmSync(dataDir, { recursive: true })
      resolve({ code, output })
    }),
  )
}

test('[BK9] a log with transaction ids of another cluster is not served, and goes on once it was adopted', async () => {
  const { url } = rig.database
  const [fits] = await sql<{ epoch: number }>(url, 'select epoch from log')
  await refuseForeignLog(url)
  // As a dump brings it from a cluster that has seen more.
  await sql(url, `update event set xid = (xid::text::bigint + 1000000000)::text::xid8`)
  await expect(refuseForeignLog(url)).rejects.toThrow('npm run log -- adopt')
  const started = await startServer(url)
  expect(started.code).toBe(1)
  expect(started.output).toContain('could not start')
  expect(started.output).toContain('npm run log -- adopt')

  const adopted = await runTool('log', url, 'adopt')
  expect(adopted).toMatchObject({ code: 0, output: expect.stringContaining(`epoch ${fits!.epoch + 1}`) })
  await refuseForeignLog(url)
  const old = await rig.store.follow('', 10)
  expect(old.map(({ revision }) => revision)).toEqual([1, 2])
  expect((await rig.store.head(scribe.documentId))!.historyEpoch).toBeGreaterThan(1)
  const next = await scribe.type(', and on')
  expect(next.position > old[1]!.position).toBe(true)
  await expect.poll(() => rig.store.follow(old[1]!.position, 10)).toMatchObject([{ revision: 3 }])
  await catchUp(rig, documentProjection)
  const view = await rig.prisma.documentView.findUnique({ where: { documentId: scribe.documentId } })
  expect(view).toMatchObject({ revision: 3 })
}, 120_000)

test('[BK9] appends that are under way when a log is adopted are not slipped past', async () => {
  const { url } = rig.database
  const writers = Array.from({ length: 4 }, () => new Scribe(rig.store))
  for (const writer of writers) await writer.create()
  const told: string[] = []
  let after = await rig.store.end()
  let writing = true
  const following = (async () => {
    for (let last = false; !last; ) {
      last = !writing
      const page = await rig.store.follow(after, 20)
      told.push(...page.map(({ documentId, revision }) => `${documentId}/${revision}`))
      after = page.at(-1)?.position ?? after
    }
  })()
  const written = Promise.all(
    writers.map(async writer => {
      for (let i = 0; i < 40; i++) await writer.type('x')
    }),
  )
  for (let i = 0; i < 5; i++)
    await withSession(url, 'test', async session => {
      await session.query('begin')
      await beginEpoch(session)
      await session.query('commit')
    })
  await written
  writing = false
  await following
  for (const writer of writers)
    for (const event of writer.events.slice(1)) expect(told).toContain(`${event.documentId}/${event.revision}`)
  // The documents' creation may come along: what stands before the end is told only when nobody else writes in the cluster.
  expect(told.filter(place => !place.endsWith('/1'))).toHaveLength(4 * 40)
})
