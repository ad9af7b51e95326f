/** What became of command ids that were told: of edits that take several commands, and of commands that got other ids. */
export class CommandNames {
  private readonly now = new Map<string, readonly string[]>()

  /** @param ids instead of the one; it may be among them */
  became(commandId: string, ids: readonly string[]): void {
    for (const [told, known] of this.now)
      this.now.set(
        told,
        known.flatMap(id => (id === commandId ? ids : [id])),
      )
    if (!this.now.has(commandId)) this.now.set(commandId, ids)
  }

  /** The ids by which an edit is in the log, or will be. */
  of(commandId: string): string[] {
    return [...(this.now.get(commandId) ?? [commandId])]
  }
}
