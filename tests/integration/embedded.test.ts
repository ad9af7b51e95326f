import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../server/database/embedded'
import { openDatabase } from '../../server/database/open'
import { signalFamily } from '../support/processes'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'everdraft ü '))
  chmodSync(dataDir, 0o755)
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

describe('the embedded database', () => {
  it('[ST7] keeps its data, checked, in UTF-8, on the loopback address only', async () => {
    const first = await openDatabase({ dataDir })
    await query(first.url, `CREATE TABLE kept AS SELECT 'äé😀'::text AS text`)
    await first.stop()
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow()

    const again = await openDatabase({ dataDir })
    expect(await query(again.url, 'SELECT text, length(text) FROM kept')).toEqual([{ text: 'äé😀', length: 3 }])
    const settings = [
      'data_checksums',
      'fsync',
      'full_page_writes',
      'synchronous_commit',
      'listen_addresses',
      'server_encoding',
    ]
    const [row] = await query(
      again.url,
      `SELECT ${settings.map(name => `current_setting('${name}') AS ${name}`).join(', ')}`,
    )
    expect(row).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      listen_addresses: '127.0.0.1',
      server_encoding: 'UTF8',
    })
    if (process.platform !== 'win32') expect(statSync(path.join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600)
    await again.stop()
  })

  it('[ST8] is found again when it was left running', async () => {
    const left = await openEmbedded({ dataDir })
    const said: string[] = []
    const found = await openDatabase({ dataDir }, line => said.push(line))
    expect(found.url).toBe(left.url)
    expect(said.join()).toContain('Found the database still running')
    await found.stop()
    await expect(query(left.url, 'SELECT 1')).rejects.toThrow()
  })

  it('[ST8] is not ended by a tool while somebody else uses it', async () => {
    const server = await openEmbedded({ dataDir })
    const user = new pg.Client({ connectionString: server.url })
    await user.connect()
    const tool = await openDatabase({ dataDir })
    await tool.stop()
    expect((await user.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await user.end()
    await server.stop()
  })

  it('[ST9] of another major version is refused', async () => {
    const { cluster, stop } = await openEmbedded({ dataDir })
    await stop()
    const file = path.join(cluster.folder, 'PG_VERSION')
    expect(readFileSync(file, 'utf8').trim()).toBe(cluster.binaries.major)
    writeFileSync(file, '17\n')
    await expect(openDatabase({ dataDir })).rejects.toThrow(/PostgreSQL 17.*take a backup/s)
  })

  it('[FT7] that is killed under a running server comes up again by itself, where it was, with its data', async () => {
    const said: string[] = []
    const server = await openDatabase({ dataDir })
    server.keepUp(line => said.push(line))
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS one')
    for (let kill = 0; kill < 2; kill++) {
      const pid = Number.parseInt(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
      // First with its children, then alone: they have to be gone before another one may start.
      if (kill === 0) signalFamily(pid, 'SIGKILL')
      else process.kill(pid, 'SIGKILL')
      await expect
        .poll(() => query(server.url, 'SELECT one FROM kept').catch(() => null), { timeout: 30_000, interval: 200 })
        .toEqual([{ one: 1 }])
    }
    expect(said.filter(line => line.includes('brought up again'))).toHaveLength(2)
    await server.stop()
    await new Promise(resolve => setTimeout(resolve, 1_500))
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow()
  }, 90_000)
})

describe('a database that would lose what it acknowledged', () => {
  it('[FT6] is refused: without fsync', async () => {
    const unsafe = await openEmbedded({ dataDir, settings: { fsync: 'off' } })
    await expect(openDatabase({ dataDir, databaseUrl: unsafe.url })).rejects.toThrow(/fsync = off.*ALTER SYSTEM/s)
    await unsafe.stop()
  })

  it('[FT6] is refused without synchronous_commit, even if it is the role that has it so, and warned of without full_page_writes', async () => {
    const torn = await openEmbedded({ dataDir, settings: { full_page_writes: 'off' } })
    await query(torn.url, 'ALTER ROLE everdraft SET synchronous_commit = off')
    await expect(openDatabase({ dataDir, databaseUrl: torn.url })).rejects.toThrow(/synchronous_commit = off/)
    await query(torn.url, 'ALTER ROLE everdraft RESET synchronous_commit')
    const said: string[] = []
    await openDatabase({ dataDir, databaseUrl: torn.url }, line => said.push(line))
    expect(said).toEqual([expect.stringContaining('full_page_writes = off')])
    await torn.stop()
  })
})
