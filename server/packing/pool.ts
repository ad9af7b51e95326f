import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { PackAnswer, PackJob } from './pack'

/** How many pages may wait for a thread. What they take is some milliseconds each. */
const mostWaiting = 64

/** Threads that read much of the past, so that who writes never waits for it. None is started before it's needed. */
export class PackingPool {
  private readonly pool: Piscina<PackJob, PackAnswer>

  constructor(databaseUrl: string) {
    this.pool = new Piscina({
      ...program(),
      workerData: { databaseUrl },
      minThreads: 0,
      maxThreads: Math.max(1, availableParallelism() - 1),
      maxQueue: mostWaiting,
      idleTimeout: 60_000,
    })
  }

  /** Packs a page; 'busy' where too many wait already. */
  async run(job: PackJob): Promise<PackAnswer | 'busy'> {
    if (this.pool.queueSize >= mostWaiting) return 'busy'
    return this.pool.run(job)
  }

  async close(): Promise<void> {
    await this.pool.destroy()
  }
}

/** The thread's program: beside the built server, or from its source where this runs from the sources. */
function program(): { filename: string; execArgv?: string[] } {
  const built = import.meta.url.endsWith('.mjs')
  const filename = fileURLToPath(new URL(built ? './packing.mjs' : './worker.ts', import.meta.url))
  return built ? { filename } : { filename, execArgv: ['--import', 'tsx'] }
}
