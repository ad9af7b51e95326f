import type { Node } from '@tiptap/pm/model'
import { EverdraftClient } from '@/lib/client/client'
import { isConcurrent, type Trace } from '../../support/traces/format'
import { playConcurrent } from './concurrent'
import type { Pace } from './pace'
import { playSequential } from './sequential'

export type Playing = { pace: Pace; limit: number; onProgress: (done: number) => void }

export type Played = {
  documentId: string
  seconds: number
  /** How long each acknowledgement took, in ms. */
  latencies: number[]
  /** What those who typed have at the end. */
  docs: Node[]
}

/** Types a recording into a new document of the server's, one command a transaction. */
export async function play(server: string, trace: Trace, playing: Playing): Promise<Played> {
  const count = isConcurrent(trace) ? trace.numAgents : 1
  const clients = await Promise.all(Array.from({ length: count }, () => EverdraftClient.connect(server)))
  try {
    return isConcurrent(trace)
      ? await playConcurrent(clients, trace, playing)
      : await playSequential(clients[0]!, trace, playing)
  } finally {
    for (const client of clients) client.close()
  }
}
