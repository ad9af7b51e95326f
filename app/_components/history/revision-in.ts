/** What an address names of the past: a revision, or what differs between one (`from`) and it. */
export type Named = { revision: number; from: number | null }

/** Reads `?revision=812` or `?compare=640-812` of an address's query; null where there's neither that could be. */
export function pastIn(search: string): Named | null {
  const query = new URLSearchParams(search)
  const [, from, to] = /^(\d{1,10})-(\d{1,10})$/.exec(query.get('compare') ?? '') ?? []
  const between = numbered(from) && numbered(to) && Number(from) <= Number(to)
  if (between) return { revision: Number(to), from: Number(from) }
  const revision = query.get('revision')
  return numbered(revision) ? { revision: Number(revision), from: null } : null
}

/** The query that names it, put into an address. */
export function namePast(address: URL, past: Named | null): void {
  const { searchParams } = address
  searchParams.delete('revision')
  searchParams.delete('compare')
  if (!past) return
  if (past.from === null) searchParams.set('revision', String(past.revision))
  else searchParams.set('compare', `${past.from}-${past.revision}`)
}

function numbered(text: string | null | undefined): boolean {
  const revision = Number(text ?? '')
  return Number.isInteger(revision) && revision >= 1
}
