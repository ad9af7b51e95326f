/** A value that others can wait for. For useSyncExternalStore. */
export class Value<T> {
  private readonly listeners = new Set<() => void>()

  constructor(private now: T) {}

  get current(): T {
    return this.now
  }

  readonly set = (next: T): void => {
    if (Object.is(next, this.now)) return
    this.now = next
    for (const listener of this.listeners) listener()
  }

  /** @returns how to stop listening */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
