/** The driver's process: gets work, answers with what it saw. */
import { Crowd } from './crowd'
import type { Answer } from './process'
import type { Typing } from './typing'

const crowd = new Crowd()

process.on('message', (work: Typing) => {
  const answer = (message: Answer) => process.send?.(message)
  crowd.type(work).then(
    typed => answer({ typed }),
    error => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
