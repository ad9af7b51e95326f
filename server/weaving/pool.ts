import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { WeaveAnswer, WeaveJob } from './ask'

/** How many questions may wait for a thread. The first one about a long past takes seconds, the others some milliseconds. */
const mostWaiting = 32
/** What takes longer, or more memory, is given up with its thread: others wait behind it. */
const longest = 60_000
const mostMemoryMb = 1_024

/**
 * Threads that answer questions about all of a past, so that who writes never waits for one. A document is always asked in the same
 * thread, which has its weave in memory then. None is started before it's needed.
 */
export class WeavingPool {
  private readonly pools: Piscina<WeaveJob, WeaveAnswer>[]

  constructor(
    databaseUrl: string,
    private readonly patience = longest,
  ) {
    const threads = Math.min(4, Math.max(1, availableParallelism() - 1))
    this.pools = Array.from({ length: threads }, () => threadOf(databaseUrl))
  }

  /** Asks a question; 'busy' where too many wait already, 'too much' where it can't be answered with what there is. */
  async ask(job: WeaveJob): Promise<WeaveAnswer | 'busy' | 'too much'> {
    const pool = this.pools[Number.parseInt(job.documentId.slice(0, 4), 16) % this.pools.length]!
    if (pool.queueSize >= mostWaiting) return 'busy'
    return pool
      .run(job, { signal: AbortSignal.timeout(this.patience) })
      .catch((error: { name: string; code?: string }) => {
        if (error.name === 'AbortError' || error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'too much'
        throw error
      })
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map(pool => pool.destroy()))
  }
}

function threadOf(databaseUrl: string): Piscina<WeaveJob, WeaveAnswer> {
  return new Piscina({
    ...program(),
    workerData: { databaseUrl },
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 300_000,
  })
}

/** The thread's program: beside the built server, or from its source where this runs from the sources. */
function program(): { filename: string; execArgv?: string[] } {
  const built = import.meta.url.endsWith('.mjs')
  const filename = fileURLToPath(new URL(built ? './weaving.mjs' : './worker.ts', import.meta.url))
  return built ? { filename } : { filename, execArgv: ['--import', 'tsx'] }
}
