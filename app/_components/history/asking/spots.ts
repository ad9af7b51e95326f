/** One thing that's told about a place: what, by whom, when, and where to look for more. */
export type Telling = {
  color: string | undefined
  text: string
  at: string | null
  revisions: string | null
  /** The revision to go to. */
  revision: number | null
}

/** A place in the document about which something is told, on pointing at it or stepping to it. In order, none over another. */
export type Spot = { from: number; to: number; tell: () => Telling[] }
