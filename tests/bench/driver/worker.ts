import { fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

/** A process of its own, so that what it costs isn't taken for the server's. */
export type Worker<Work, Result> = {
  do(work: Work): Promise<Result>
  stop(): Promise<void>
}

type Answer<Result> = { result: Result } | { error: string }

/**
 * @param script calls `serve`
 * @param niceness above 0 it leaves the processor to others, as somebody on another machine would
 */
export async function startWorker<Work extends object, Result>(
  script: URL,
  niceness = 0,
): Promise<Worker<Work, Result>> {
  const child = fork(fileURLToPath(script), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  if (niceness > 0) setPriority(child.pid!, niceness)
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', code => reject(new Error(`The process of ${script} ended with ${code}`)))
  })
  ended.catch(() => {})
  return {
    async do(work) {
      const answer = new Promise<Answer<Result>>(resolve =>
        child.once('message', message => resolve(message as Answer<Result>)),
      )
      child.send(work)
      const answered = await Promise.race([answer, ended])
      if ('error' in answered) throw new Error(answered.error)
      return answered.result
    },
    async stop() {
      child.kill()
      await ended.catch(() => {})
    },
  }
}

/** What such a process does: gets work, answers with what came of it. */
export function serve<Work, Result>(work: (work: Work) => Promise<Result>): void {
  process.on('message', (asked: Work) => {
    const answer = (message: Answer<Result>) => process.send?.(message)
    work(asked).then(
      result => answer({ result }),
      error => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
