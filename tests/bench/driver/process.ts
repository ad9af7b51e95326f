import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Typed, Typing } from './typing'

/** People typing, in a process of their own, so that what they cost isn't taken for the server's. */
export type Driver = {
  type(work: Typing): Promise<Typed>
  stop(): Promise<void>
}

export type Answer = { typed: Typed } | { error: string }

export async function startDriver(): Promise<Driver> {
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', code => reject(new Error(`The driver process ended with ${code}`)))
  })
  ended.catch(() => {})
  return {
    async type(work) {
      const answer = new Promise<Answer>(resolve => child.once('message', message => resolve(message as Answer)))
      child.send(work)
      const result = await Promise.race([answer, ended])
      if ('error' in result) throw new Error(result.error)
      return result.typed
    },
    async stop() {
      child.kill()
      await ended.catch(() => {})
    },
  }
}
