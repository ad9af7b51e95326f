const appender = Buffer.from('application_name\0everdraft append\0')

/**
 * Reads along on a PostgreSQL connection and notices the moment when an append is committed and its answer is under way:
 * ReadyForQuery after an INSERT, which the server sends once the commit is done. On other connections it sees nothing.
 */
export class CommitWatch {
  private isAppender: boolean | null = null
  private rest = Buffer.alloc(0)
  private inserted = false

  /** What the client sends: its first message says who it is. */
  asked(data: Buffer): void {
    this.isAppender ??= data.includes(appender)
  }

  /** @returns whether the answer to a committed append ends in this piece */
  answered(data: Buffer): boolean {
    if (!this.isAppender) return false
    this.rest = Buffer.concat([this.rest, data])
    let committed = false
    while (this.rest.length >= 5) {
      const end = 1 + this.rest.readInt32BE(1)
      if (this.rest.length < end) break
      const kind = String.fromCharCode(this.rest[0]!)
      if (kind === 'C') this.inserted = /^INSERT 0 [1-9]/.test(this.rest.toString('latin1', 5, end))
      if (kind === 'Z') {
        committed ||= this.inserted
        this.inserted = false
      }
      this.rest = this.rest.subarray(end)
    }
    return committed
  }
}
