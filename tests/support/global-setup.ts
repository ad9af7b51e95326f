import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../server/database/embedded'
import { migrate } from '../../server/database/migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server on which scratch databases may be made. */
    databaseServer: string
    /** The migrated database that they are copies of. */
    databaseTemplate: string
  }
}

/** One PostgreSQL per test run: that of TEST_DATABASE_URL, else an embedded one in a temporary folder. */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => {} } : await temporaryServer()
  const template = `everdraft_template_${process.pid}`
  await onServer(server.url, `CREATE DATABASE ${template}`)
  const url = new URL(server.url)
  url.pathname = `/${template}`
  await migrate(url.href)
  project.provide('databaseServer', server.url)
  project.provide('databaseTemplate', template)
  return async () => {
    if (given) await onServer(server.url, `DROP DATABASE ${template} WITH (FORCE)`)
    await server.stop()
  }
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
