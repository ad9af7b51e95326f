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

/** The value once there is one; null where there's none after so long. */
export function known<T>(value: Value<T | null>, longestWait: number): Promise<T | null> {
  return new Promise(resolve => {
    const look = () => {
      if (value.current !== null) end()
    }
    const end = () => {
      stop()
      clearTimeout(timer)
      resolve(value.current)
    }
    const stop = value.subscribe(look)
    const timer = setTimeout(end, longestWait)
    look()
  })
}
