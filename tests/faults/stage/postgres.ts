import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPort, startCluster } from '../../../server/database/cluster'
import { openEmbedded } from '../../../server/database/embedded'
import { family, signalFamily } from '../../support/processes'

/** A PostgreSQL of one's own, as safe as in earnest, that can be killed and frozen with all its children. */
export class Postgres {
  private constructor(
    private readonly embedded: Awaited<ReturnType<typeof openEmbedded>>,
    private readonly settings: Record<string, string>,
  ) {}

  static async open(dataDir: string, settings: Record<string, string> = {}): Promise<Postgres> {
    return new Postgres(await openEmbedded({ dataDir, settings }), settings)
  }

  get url(): string {
    return this.embedded.url
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  get running(): boolean {
    return runningPort(this.embedded.cluster) !== undefined
  }

  get folder(): string {
    return this.embedded.cluster.folder
  }

  /** The power goes: nobody gets to write anything any more. */
  async kill(): Promise<void> {
    const { pid } = this
    const all = family(pid)
    signalFamily(pid, 'SIGKILL')
    while (all.some(({ pid: each }) => family(each).some(({ state }) => state !== 'Z'))) await sleep(5)
  }

  /** Starts it again where it was. What lives of the one before keeps it from starting: tried until it works. */
  async start(): Promise<void> {
    for (let tries = 0; ; tries++)
      try {
        await startCluster(this.embedded.cluster, { ...this.settings, port: String(this.port) })
        return
      } catch (error) {
        if (tries > 100) throw error
        await sleep(100)
      }
  }

  /** From now on it's brought up again by what brings up the embedded one in earnest. */
  keepUp(): void {
    this.embedded.keepUp(() => {})
  }

  freeze(): void {
    signalFamily(this.pid, 'SIGSTOP')
  }

  thaw(): void {
    signalFamily(this.pid, 'SIGCONT')
  }

  async query<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.url })
    await client.connect()
    try {
      return (await client.query<T>(sql, values)).rows
    } finally {
      await client.end()
    }
  }

  stop(): Promise<void> {
    return this.embedded.stop()
  }

  private get pid(): number {
    return Number.parseInt(readFileSync(path.join(this.folder, 'postmaster.pid'), 'utf8'), 10)
  }
}
