import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** What we use of engine.io's socket: the connection under a socket.io socket, whatever carries it. */
export type Connection = {
  id: string
  request: IncomingMessage
  writeBuffer: { data?: string | Buffer }[]
  transport: {
    /** The web socket, where it's one. */
    socket?: { bufferedAmount: number; terminate(): void; pause(): void; resume(): void }
    /** The request that polls, where one waits. */
    req?: { socket: Duplex } | null
  }
  close(discard?: boolean): void
  once(name: 'close', listener: () => void): void
  prependListener(name: 'data', listener: (data: unknown) => void): void
}

/** At once: what waits for somebody who doesn't read would otherwise be kept until they do. */
export function cutOff(connection: Connection): void {
  const { socket, req } = connection.transport
  connection.close(true)
  socket?.terminate()
  req?.socket.destroy()
}

/** How many bytes wait for the other end to read. */
export function undrained({ writeBuffer, transport }: Connection): number {
  const waiting = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0)
  return waiting + (transport.socket?.bufferedAmount ?? 0)
}
