import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../server/database/embedded'
import { migrate } from '../../server/database/migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * Servers on which scratch databases may be made, one a worker: the feed waits for open transactions of the whole server,
     * also for those in databases of other tests.
     */
    databaseServers: string[]
    /** The migrated database of each that they are copies of. */
    databaseTemplate: string
  }
}

/** PostgreSQL for a test run: that of TEST_DATABASE_URL, else an embedded one for each worker, in temporary folders. */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL
  const workers = Array.from({ length: project.config.maxWorkers ?? 1 })
  const servers = given ? [{ url: given, stop: async () => {} }] : await Promise.all(workers.map(temporaryServer))
  const template = `everdraft_template_${process.pid}`
  for (const { url } of servers) await prepare(url, template)
  project.provide(
    'databaseServers',
    servers.map(({ url }) => url),
  )
  project.provide('databaseTemplate', template)
  return async () => {
    if (given) await onServer(given, `DROP DATABASE ${template} WITH (FORCE)`)
    await Promise.all(servers.map(({ stop }) => stop()))
  }
}

async function prepare(server: string, template: string): Promise<void> {
  await onServer(server, `CREATE DATABASE ${template}`)
  const url = new URL(server)
  url.pathname = `/${template}`
  await migrate(url.href)
}

async function temporaryServer() {
  const dataDir = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-test-'))
  // mkdtemp lets nobody else in, and as root PostgreSQL runs as somebody else.
  chmodSync(dataDir, 0o755)
  const { url, stop } = await openEmbedded({ dataDir, settings: { max_connections: '200' } })
  return {
    url,
    stop: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
