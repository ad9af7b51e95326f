import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../server/database/migrate'
import type { ScratchDatabase } from '../support/database'
import { scratchDatabase } from '../support/database'
import { sqlToSchema } from '../support/schema-engine'

let database: ScratchDatabase
let folder: string

beforeEach(async () => {
  database = await scratchDatabase({ empty: true })
  folder = mkdtempSync(path.join(tmpdir(), 'everdraft-migrations-'))
  cpSync('prisma/migrations', folder, { recursive: true })
})

afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

const ledger = () => query('SELECT * FROM _prisma_migrations ORDER BY started_at')

function edit(change: (sql: string) => string): void {
  const file = path.join(folder, '0001_init', 'migration.sql')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

describe('migrations', () => {
  it('[ST1] bring an empty database to schema.prisma, with nothing left to do', async () => {
    expect(await sqlToSchema(database.url)).toContain('CREATE TABLE')
    await migrate(database.url)
    expect(await sqlToSchema(database.url)).toBe('-- This is an empty migration.')
  })

  it('[ST2] applied a second time change nothing', async () => {
    expect(await migrate(database.url)).toContain('0001_init')
    const before = await ledger()
    expect(await migrate(database.url)).toEqual([])
    expect(await ledger()).toEqual(before)
  })

  it('[ST3] applied by several processes at once are applied once', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url)))
    expect(applied.flat()).toEqual(await ledger().then(rows => rows.map(row => row.migration_name)))
  })

  it('[ST4] changed after they were applied are refused', async () => {
    await migrate(database.url, folder)
    edit(sql => `${sql}\n-- a late thought`)
    await expect(migrate(database.url, folder)).rejects.toThrow('Migration 0001_init was changed')
  })

  it('[ST5] that failed leave nothing behind', async () => {
    edit(sql => `${sql}\nSELECT no_such_thing;`)
    await expect(migrate(database.url, folder)).rejects.toThrow('Migration 0001_init failed, nothing of it was kept')
    expect(await query(`SELECT 1 FROM pg_tables WHERE tablename = 'event'`)).toEqual([])
    expect(await ledger()).toEqual([])
  })

  it('[ST6] of a newer version, or half applied, are refused with a word about what to do', async () => {
    await migrate(database.url)
    await query(`UPDATE _prisma_migrations SET migration_name = '0999_from_the_future'`)
    await expect(migrate(database.url)).rejects.toThrow('used by a newer one')
    await query(`UPDATE _prisma_migrations SET migration_name = '0001_init', finished_at = NULL`)
    await expect(migrate(database.url)).rejects.toThrow('prisma migrate resolve')
  })
})
