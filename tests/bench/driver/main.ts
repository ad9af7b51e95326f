/** The driver's process: gets work, answers with what it saw. */
import { Crowd } from './crowd'
import type { Answer } from './process'
import type { Work } from './typing'

const crowd = new Crowd()

process.on('message', (work: Work) => {
  const answer = (message: Answer) => process.send?.(message)
  crowd.work(work).then(
    typed => answer({ typed }),
    error => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
