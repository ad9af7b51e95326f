import { schemaVersion } from './schema'

/** An event's type and data in whatever version it was recorded. */
export type RecordedBody = { type: string; data: unknown }

/** `upcasters[n]` lifts a body of version n to n + 1. Never edited once released; golden logs in tests/golden pin each. */
export type Upcasters = Readonly<Record<number, (body: RecordedBody) => RecordedBody>>

const upcasters: Upcasters = {}

/**
 * Lifts a recorded body to today's version; the stored bytes stay as they are.
 * @throws RangeError where a version is newer than this program or a step of the stair is missing
 */
export function upcast(
  body: RecordedBody,
  recordedVersion: number,
  stair: Upcasters = upcasters,
  current = schemaVersion,
): RecordedBody {
  if (recordedVersion > current)
    throw new RangeError(`The log holds schema version ${recordedVersion}; this program reads up to ${current}`)
  let lifted = body
  for (let version = recordedVersion; version < current; version++) {
    const lift = stair[version]
    if (!lift) throw new RangeError(`No upcaster from schema version ${version}`)
    lifted = lift(lifted)
  }
  return lifted
}
