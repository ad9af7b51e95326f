import type { Typed, Typing, Work } from './typing'
import { startWorker } from './worker'

/** People typing, in a process of their own. */
export type Driver = {
  /** Has so many clients connected, without anything open. */
  connect(server: string, count: number): Promise<void>
  /** Has people open their documents, ready for the same `type`. */
  sit(typing: Typing): Promise<void>
  type(typing: Typing): Promise<Typed>
  stop(): Promise<void>
}

export async function startDriver(): Promise<Driver> {
  const worker = await startWorker<Work, Typed | null>(new URL('./main.ts', import.meta.url))
  return {
    async connect(server, count) {
      await worker.do({ do: 'connect', server, count })
    },
    async sit(typing) {
      await worker.do({ do: 'sit', typing })
    },
    async type(typing) {
      return (await worker.do({ do: 'type', typing }))!
    },
    stop: () => worker.stop(),
  }
}
