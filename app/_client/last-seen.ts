/** How far somebody had come in a document when they were last at it in this browser. */
export type Seen = { revision: number; at: string }

const keyOf = (documentId: string) => `everdraft:seen:${documentId}`
// As it was before this page was loaded: what one sees now isn't what one saw then.
const before = new Map<string, Seen | null>()

/** How far this browser had come before this visit; null where it was never here, or keeps nothing. */
export function lastSeen(documentId: string): Seen | null {
  const known = before.get(documentId)
  if (known !== undefined) return known
  const seen = read(documentId)
  before.set(documentId, seen)
  return seen
}

/** Notes how far one has come. */
export function noteSeen(documentId: string, revision: number, now = new Date()): void {
  lastSeen(documentId)
  try {
    localStorage.setItem(keyOf(documentId), JSON.stringify({ revision, at: now.toISOString() } satisfies Seen))
  } catch {
    // A browser that keeps nothing has nothing to tell next time.
  }
}

/** The visit is over: the next one begins from here. */
export function endVisit(documentId: string): void {
  before.delete(documentId)
}

function read(documentId: string): Seen | null {
  try {
    const { revision, at } = JSON.parse(localStorage.getItem(keyOf(documentId)) ?? 'null') as Partial<Seen>
    const sound = Number.isInteger(revision) && typeof at === 'string' && !Number.isNaN(Date.parse(at))
    return sound ? { revision: revision as number, at } : null
  } catch {
    return null
  }
}
