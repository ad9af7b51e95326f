/** An answer of PostgreSQL's that is complete: of which program's question, and the tag of its last command. */
export type Answer = { application: string; tag: string }

/**
 * Reads along on a PostgreSQL connection. An answer is complete with ReadyForQuery, which the server sends once the
 * statement's transaction is committed: who cuts there cuts between the commit and its answer.
 */
export class Answers {
  private application: string | null = null
  private rest = Buffer.alloc(0)
  private tag = ''

  /** What the client sends: its first message says which program it is. */
  asked(data: Buffer): void {
    this.application ??= /application_name\0([^\0]*)\0/.exec(data.toString('latin1'))?.[1] ?? ''
  }

  /** @returns the answers that end in this piece */
  answered(data: Buffer): Answer[] {
    this.rest = Buffer.concat([this.rest, data])
    const complete: Answer[] = []
    while (this.rest.length >= 5) {
      const end = 1 + this.rest.readInt32BE(1)
      if (this.rest.length < end) break
      const kind = String.fromCharCode(this.rest[0]!)
      if (kind === 'C') this.tag = this.rest.toString('latin1', 5, end - 1)
      if (kind === 'Z') {
        complete.push({ application: this.application ?? '', tag: this.tag })
        this.tag = ''
      }
      this.rest = this.rest.subarray(end)
    }
    return complete
  }
}
