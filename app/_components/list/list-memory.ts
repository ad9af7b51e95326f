import type { ListRequest, ListState } from './use-documents'

/** A list as it was left: what it showed, how far it was scrolled, and which row one went into. */
export type Left = { state: ListState; scroll: number; row: string | null }

// Of this tab, until it's loaded anew: the server knows nothing of it, so the first paint can't either.
let last: Left | null = null

export function leaveList(left: Left): void {
  last = left
}

/** What the same list showed when it was left last; null where it's another one. */
export function comeBackTo({ query, sort, trashed }: ListRequest): Left | null {
  const request = last?.state.request
  return request?.query === query && request.sort === sort && request.trashed === trashed ? last : null
}
