import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from './processes.mjs'

const id = createHash('sha256').update(`${process.getuid?.()}:${root}`).digest('hex').slice(0, 16)
const address =
  process.platform === 'win32' ? `\\\\.\\pipe\\everdraft-${id}` : path.join(tmpdir(), `everdraft-${id}.sock`)

/**
 * Lets one launcher at a time work in this checkout; the next one waits. Whoever's turn it is listens on a local socket,
 * so that one that was killed stops holding it at once.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function inTurn(work) {
  let said = false
  let release = await take()
  while (!release) {
    if (!said) console.log('  Another npm command is preparing this folder; waiting for it …')
    said = true
    await holderEnds()
    release = await take()
  }
  try {
    return await work()
  } finally {
    release()
  }
}

/** @returns {Promise<(() => void) | undefined>} */
function take() {
  return new Promise(resolve => {
    const waiting = new Set()
    const server = createServer(socket => waiting.add(socket.on('error', () => {})))
    // Where no socket can be made there is no queue; the work itself is what matters.
    server.once('error', error => resolve(error.code === 'EADDRINUSE' ? undefined : () => {}))
    server.listen(address, () =>
      resolve(() => {
        server.close()
        for (const socket of waiting) socket.destroy()
      }),
    )
    server.unref()
  })
}

/** Resolves when the holder releases or dies; a socket file that nobody listens on is removed. */
function holderEnds() {
  return new Promise(resolve => {
    const socket = connect(address)
    socket.once('error', error => {
      if (error.code === 'ECONNREFUSED') rmSync(address, { force: true })
    })
    socket.once('close', resolve)
    socket.resume()
  })
}
