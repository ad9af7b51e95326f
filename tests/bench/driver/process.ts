import type { Typed, Typing } from './typing'
import { startWorker } from './worker'

/** People typing, in a process of their own. */
export type Driver = {
  type(work: Typing): Promise<Typed>
  stop(): Promise<void>
}

export async function startDriver(): Promise<Driver> {
  const worker = await startWorker<Typing, Typed>(new URL('./main.ts', import.meta.url))
  return { type: work => worker.do(work), stop: () => worker.stop() }
}
