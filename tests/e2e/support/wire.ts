import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** What a browser says about a line that's cut, or has no network. */
export const cutLine =
  /^console: (Failed to load resource: net::ERR_|WebSocket connection to|WebSocket is already in CLOSING)/

/** A line to the server that can be cut: while it is, connections break and none is made. */
export class Wire {
  private readonly sockets = new Set<Socket>()
  private whole = true

  private constructor(
    readonly origin: string,
    private readonly stopListening: () => void,
  ) {}

  static async to(server: string): Promise<Wire> {
    const { hostname, port } = new URL(server)
    const listener = createServer(near => {
      if (!wire.whole) return near.destroy()
      const far = connect(Number(port), hostname)
      near.pipe(far).pipe(near)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        wire.sockets.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          other.destroy()
          wire.sockets.delete(one)
        })
      }
      return undefined
    })
    await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
    const origin = `http://localhost:${(listener.address() as AddressInfo).port}`
    const wire = new Wire(origin, () => listener.close())
    return wire
  }

  cut(): void {
    this.whole = false
    for (const socket of this.sockets) socket.destroy()
  }

  mend(): void {
    this.whole = true
  }

  close(): void {
    this.cut()
    this.stopListening()
  }
}
