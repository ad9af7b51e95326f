import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { openEmbedded } from '../../server/database/embedded'
import { migrate } from '../../server/database/migrate'
import { startServer, temporaryFolder } from '../support/server'
import { type Archive, storeArchive } from './archive'
import { raised, type Stage } from './bench'
import { cpuOf, cpuOfFamily } from './cpu'
import { startDriver } from './driver/process'

type Say = (line: string) => void
type Database = { url: string; pid: number; close(): Promise<void> }

async function openDatabase(): Promise<Database> {
  const dataDir = temporaryFolder('bench')
  const { url, cluster, stop } = await openEmbedded({ dataDir })
  await migrate(url)
  const pid = Number.parseInt(readFileSync(path.join(cluster.folder, 'postmaster.pid'), 'utf8'), 10)
  const close = async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { url, pid, close }
}

/** What the benches of one run share. */
export class Props {
  private database: Database | null = null
  private stored: Promise<{ database: Database; archive: Archive }> | null = null

  archive(say: Say): Promise<{ database: Database; archive: Archive }> {
    this.stored ??= this.store(say)
    return this.stored
  }

  async close(): Promise<void> {
    await this.database?.close()
    this.database = null
  }

  private async store(say: Say) {
    const database = await openDatabase()
    this.database = database
    return { database, archive: await storeArchive(database.url, say) }
  }
}

/** A stage for one bench, built as far as the bench asks for it. */
export function openStage(say: Say, props: Props): Stage & { close(): Promise<void> } {
  const closing: (() => Promise<void> | void)[] = []
  let database: Promise<Database> | null = null

  const own = async () => {
    const opened = await openDatabase()
    closing.push(opened.close)
    return opened
  }
  const once = () => {
    database ??= own()
    return database
  }
  const start = async (limits: 'raised' | 'default' = 'raised') => {
    const server = await startServer({ ...(limits === 'raised' && raised), DATABASE_URL: (await once()).url })
    let running = true
    const stop = async () => {
      if (running) await server.stop()
      running = false
    }
    closing.push(stop)
    return { ...server, stop }
  }
  return {
    say,
    start,
    databaseUrl: async () => (await once()).url,
    async archive() {
      const { database: shared, archive } = await props.archive(say)
      database = Promise.resolve(shared)
      return archive
    },
    async server(limits = 'raised') {
      const { url, pid } = await start(limits)
      const driver = await startDriver()
      closing.push(() => driver.stop())
      const database = await once()
      return { url, pid, driver, cpu: () => ({ server: cpuOf(pid), database: cpuOfFamily(database.pid) }) }
    },
    async close() {
      for (const close of closing.reverse()) await close()
    },
  }
}
