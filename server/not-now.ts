import { type Refusal, refuse } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'

/** The answer to a command of another schema version than ours. */
export function otherVersion(version: number): { refusal: Refusal } {
  if (version > schemaVersion)
    return refuse('busy', 'This server is older than your page. It will be replaced soon; nothing is lost.', {
      retryInMs: 5_000,
    })
  return refuse('client_too_old', 'This page is older than the server. Reload it; your text is kept.', {
    schemaVersion,
  })
}

/** The answer where the log could not be reached: whether the command is stored is unknown. */
export function busy(): { refusal: Refusal } {
  return refuse('busy', 'The log cannot be reached right now. Nothing is lost: send the same command again.', {
    retryInMs: 1_000,
  })
}
