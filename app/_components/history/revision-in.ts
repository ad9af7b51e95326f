/** The revision in an address's query, or null where there is none that could be. */
export function revisionIn(search: string): number | null {
  const revision = Number(new URLSearchParams(search).get('revision'))
  return Number.isInteger(revision) && revision >= 1 ? revision : null
}
