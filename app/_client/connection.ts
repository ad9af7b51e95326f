import { SocketTransport } from '@/lib/client/socket-transport'
import type { Author } from '@/lib/protocol/people'
import { getMe } from './api'

/** Another connection to where the page came from; it's closed by who asked for it. */
export function newTransport(): SocketTransport {
  return new SocketTransport({ origin: window.location.origin, signIn: whoAmI })
}

// One connection for the page, however many documents come and go on it.
let shared: SocketTransport | null = null

export function pageTransport(): SocketTransport {
  shared ??= newTransport()
  return shared
}

let asking: Promise<Author> | null = null

/** Asks until there's an answer: without knowing who writes, nothing can be written. Who asks meanwhile gets the same answer. */
export function whoAmI(): Promise<Author> {
  asking ??= ask().finally(() => {
    asking = null
  })
  return asking
}

async function ask(): Promise<Author> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    const me = await getMe()
    if (me.ok) return me.value
    await new Promise(resolve => setTimeout(resolve, pause))
  }
}
