import { DamagedLog } from '../damage'
import { isUnavailable } from '../database/errors'
import { answer, type Question } from './answer'
import type { Weaves } from './weaves'

/** A question about a document as it was under some history epoch, up to a revision. */
export type WeaveJob = { documentId: string; historyEpoch: number; head: number; question: Question }

/** The answer's JSON, and whose names belong to it; or why there's none. Plain values, since they come from another thread. */
export type WeaveAnswer =
  | { json: string; authorIds: string[] }
  | { damagedFrom: number; reason: string }
  | 'unavailable'

/** Answers a question by its document's weave. */
export async function ask(weaves: Pick<Weaves, 'upTo' | 'settle'>, job: WeaveJob): Promise<WeaveAnswer> {
  const { documentId, historyEpoch, head, question } = job
  try {
    const weave = await weaves.upTo(documentId, historyEpoch, head)
    const { body, authorIds } = answer(weave, question)
    // A cache: whoever asked is told, whatever becomes of it. Not after the answer, because a thread that's done stands still.
    await weaves.settle(documentId).catch(() => {})
    return { json: JSON.stringify(body), authorIds }
  } catch (error) {
    if (error instanceof DamagedLog) return { damagedFrom: error.revision, reason: error.reason }
    if (isUnavailable(error)) return 'unavailable'
    throw error
  }
}
