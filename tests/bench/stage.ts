import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openEmbedded } from '../../server/database/embedded'
import { migrate } from '../../server/database/migrate'
import { type RunningServer, startServer } from '../support/server'
import { raised, type Stage } from './bench'
import { cpuOf, cpuOfFamily } from './cpu'
import { startDriver } from './driver/process'

/** A stage for one bench, built as far as the bench asks for it. */
export function openStage(say: (line: string) => void): Stage & { close(): Promise<void> } {
  const dataDir = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-bench-'))
  // mkdtemp lets nobody else in, and as root PostgreSQL runs as somebody else.
  chmodSync(dataDir, 0o755)
  const closing: (() => Promise<void> | void)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  let database: Promise<{ url: string; pid: number }> | null = null

  const openDatabase = async () => {
    const { url, cluster, stop } = await openEmbedded({ dataDir })
    closing.push(stop)
    await migrate(url)
    const pid = Number.parseInt(readFileSync(path.join(cluster.folder, 'postmaster.pid'), 'utf8'), 10)
    return { url, pid }
  }
  const once = () => {
    database ??= openDatabase()
    return database
  }
  return {
    say,
    databaseUrl: async () => (await once()).url,
    async server(limits = 'raised') {
      const { url: databaseUrl, pid } = await once()
      const env = { ...(limits === 'raised' && raised), DATABASE_URL: databaseUrl }
      const server: RunningServer = await startServer(env)
      closing.push(() => server.stop())
      const driver = await startDriver()
      closing.push(() => driver.stop())
      return { url: server.url, driver, cpu: () => ({ server: cpuOf(server.pid), database: cpuOfFamily(pid) }) }
    },
    async close() {
      for (const close of closing.reverse()) await close()
    },
  }
}
