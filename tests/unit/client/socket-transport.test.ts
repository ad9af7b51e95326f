import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SocketTransport } from '@/lib/client/socket-transport'

/** Looking a session up takes its time: meanwhile a connection is open and not yet let in. */
const lookUp = 1_500

let io: Server
let transport: SocketTransport
let letIn: number
beforeEach(async () => {
  letIn = 0
  const http = createServer()
  io = new Server(http, { path: '/socket.io', serveClient: false })
  io.use((_, next) => void setTimeout(next, letIn === 0 ? 0 : lookUp))
  io.on('connection', () => {
    letIn++
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  transport = new SocketTransport({ origin, signIn: () => Promise.reject(new Error('Not asked')) })
  transport.connect()
  await expect.poll(() => transport.connected, { timeout: 10_000 }).toBe(true)
})
afterEach(async () => {
  transport.close()
  await io.close()
})

test('[FT18] a client that is told to come back, and comes back by itself, comes back once', async () => {
  const [socket] = await io.fetchSockets()
  const [own] = io.sockets.sockets.values()
  socket!.emit('server:draining', { reconnectInMs: 1_000 })
  await new Promise(resolve => setTimeout(resolve, 50))
  own!.conn.close()
  await expect.poll(() => transport.connected, { timeout: 10_000 }).toBe(false)
  await expect.poll(() => transport.connected, { timeout: 20_000 }).toBe(true)
  // A second one would have been let in by now.
  await new Promise(resolve => setTimeout(resolve, lookUp + 500))
  expect([letIn, io.sockets.sockets.size]).toEqual([2, 1])
}, 60_000)

test('[FT18] a client that the server has put out comes back too', async () => {
  for (const socket of io.sockets.sockets.values()) socket.disconnect(true)
  await expect.poll(() => transport.connected, { timeout: 10_000 }).toBe(false)
  await expect.poll(() => transport.connected, { timeout: 20_000 }).toBe(true)
  expect([letIn, io.sockets.sockets.size]).toEqual([2, 1])
}, 60_000)
