import { rmSync } from 'node:fs'
import path from 'node:path'
import { migrate } from '../../../server/database/migrate'
import type { Random } from '../../support/random'
import { freePort, ServerProcess, temporaryFolder } from '../../support/server'
import { Postgres } from './postgres'
import { BadLine } from './proxy'

export type StageOptions = {
  /** How many server processes share the database. */
  servers?: number
  /** Of PostgreSQL. */
  settings?: Record<string, string>
  env?: Record<string, string>
  /** Where the database's files go, if not beside everything else. */
  databaseFolder?: string
}

/** One server, with its line to people and its line to the database. */
export type Node = { server: ServerProcess; people: BadLine; database: BadLine; address: string }

const raised = { LIMIT_COMMANDS_PER_SECOND: '1000000' }

/** Real processes and real lines between them: a PostgreSQL, servers on it, a proxy on either side of each server. */
export class Stage {
  private constructor(
    private readonly folder: string,
    readonly postgres: Postgres,
    readonly nodes: readonly Node[],
    private readonly balancer: BadLine,
  ) {}

  static async open(random: Random, options: StageOptions = {}): Promise<Stage> {
    const folder = temporaryFolder('faults')
    const postgres = await Postgres.open(options.databaseFolder ?? path.join(folder, 'database'), options.settings)
    await migrate(postgres.url)
    const nodes: Node[] = []
    let turn = 0
    const balancer = await BadLine.before(() => ({
      host: '127.0.0.1',
      port: nodes[turn++ % nodes.length]!.server.port,
    }))
    const stage = new Stage(folder, postgres, nodes, balancer)
    try {
      for (let i = 0; i < (options.servers ?? 1); i++) {
        const dice = () => random.next()
        const database = await BadLine.before({ host: '127.0.0.1', port: postgres.port }, dice)
        const port = await freePort()
        const people = await BadLine.before({ host: '127.0.0.1', port }, dice)
        const server = new ServerProcess(path.join(folder, `server-${i}`), port, {
          ...raised,
          AUTH_SECRET: 'the same for all servers of one database',
          DATABASE_URL: Object.assign(new URL(postgres.url), { host: `127.0.0.1:${database.port}` }).href,
          ...options.env,
        })
        nodes.push({ server, people, database, address: `http://127.0.0.1:${people.port}` })
        await server.start()
      }
    } catch (error) {
      await stage.close()
      throw error
    }
    return stage
  }

  get node(): Node {
    return this.nodes[0]!
  }

  /** Where people find servers: each one's own address and, where there are several, one that leads to any of them. */
  get addresses(): string[] {
    const own = this.nodes.map(({ address }) => address)
    return own.length > 1 ? [...own, `http://127.0.0.1:${this.balancer.port}`] : own
  }

  /** The last revision of every document, as the log has it. */
  async heads(): Promise<Map<string, number>> {
    const rows = await this.postgres.query<{ id: string; revision: number }>(
      'SELECT stream_id AS id, revision FROM stream',
    )
    return new Map(rows.map(({ id, revision }) => [id, revision]))
  }

  /** Makes all lines fair and lets whatever was stopped go on. */
  heal(): void {
    if (this.postgres.running) this.postgres.thaw()
    for (const { server, people, database } of this.nodes) {
      people.turn()
      database.turn()
      server.signal('SIGCONT')
    }
  }

  async close(): Promise<void> {
    if (this.postgres.running) this.postgres.thaw()
    for (const { server, people, database } of this.nodes) {
      await server.end('SIGKILL')
      await people.close()
      await database.close()
    }
    await this.balancer.close()
    await this.postgres.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
