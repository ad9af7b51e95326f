/** Somebody who writes tokens into a document, each of which stands nowhere else. */
export interface TokenWriter {
  readonly name: string
  readonly documentId: string
  /** Writes one, if that's possible right now. */
  write(): void
  /** Whether nothing that was written waits for its outcome. */
  readonly settled: boolean
  close(): void
}

/** The n-th token of a writer. */
export const tokenOf = (name: string, n: number) => `⟦${name}-${String(n).padStart(6, '0')}⟧`

/** All tokens in a text, in their order. */
export const tokensIn = (text: string): string[] => text.match(/⟦[^⟦⟧]*⟧/g) ?? []
