import type { Connection } from './connection'

/** A connection that isn't listened to for longer than its pings take would be given up. */
export const longestPause = 5_000

/** Which connections aren't listened to for a while. What they send meanwhile waits at their own end of the line. */
export class Ears {
  private readonly resting = new WeakMap<Connection, { until: number; timer: NodeJS.Timeout }>()

  /** Doesn't listen to a connection for so many ms; of several rests the one that ends last counts. */
  rest(connection: Connection, ms: number): void {
    const { socket } = connection.transport
    const until = performance.now() + Math.min(ms, longestPause)
    const before = this.resting.get(connection)
    if (ms <= 0 || !socket || (before && before.until >= until)) return
    clearTimeout(before?.timer)
    socket.pause()
    const timer = setTimeout(() => {
      this.resting.delete(connection)
      socket.resume()
    }, until - performance.now()).unref()
    this.resting.set(connection, { until, timer })
  }
}
