import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Typed, Typing, Work } from './typing'

/** People typing, in a process of their own, so that what they cost isn't taken for the server's. */
export type Driver = {
  /** Has so many clients connected, without anything open. */
  connect(server: string, count: number): Promise<void>
  /** Has people open their documents, ready for the same `type`. */
  sit(typing: Typing): Promise<void>
  type(typing: Typing): Promise<Typed>
  stop(): Promise<void>
}

export type Answer = { typed: Typed | null } | { error: string }

export async function startDriver(): Promise<Driver> {
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', code => reject(new Error(`The driver process ended with ${code}`)))
  })
  ended.catch(() => {})
  const ask = async (work: Work): Promise<Typed | null> => {
    const answer = new Promise<Answer>(resolve => child.once('message', message => resolve(message as Answer)))
    child.send(work)
    const result = await Promise.race([answer, ended])
    if ('error' in result) throw new Error(result.error)
    return result.typed
  }
  return {
    async connect(server, count) {
      await ask({ do: 'connect', server, count })
    },
    async sit(typing) {
      await ask({ do: 'sit', typing })
    },
    async type(typing) {
      return (await ask({ do: 'type', typing }))!
    },
    async stop() {
      child.kill()
      await ended.catch(() => {})
    },
  }
}
