import { createServer, type Server } from 'node:http'
import { networkInterfaces } from 'node:os'
import type { Env } from './env'

const TRIES = 50

/** Node's HTTP server, with patience for slow networks and none for those who hold connections open. */
export function createHttpServer(): Server {
  const server = createServer({
    headersTimeout: 15_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 20_000,
    // How often the two above are looked at: by default they'd be up to half a minute late.
    connectionsCheckingInterval: 2_000,
  })
  // An answer that nobody reads is given up after so long without a byte. Sockets have their own pings.
  server.timeout = 60_000
  return server
}

/** Listens on the port of the configuration; if none was asked for and 3000 is taken, on the next free one, and says so. */
export async function listenOnFreePort(
  server: Server,
  { host, port, portIsExplicit }: Pick<Env, 'host' | 'port' | 'portIsExplicit'>,
  say: (line: string) => void = () => {},
): Promise<number> {
  for (let candidate = port; candidate < port + TRIES; candidate++) {
    try {
      const bound = await listen(server, host, candidate)
      if (bound !== port && port !== 0) say(`Port ${port} is taken, so this is port ${bound}`)
      return bound
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES')
        throw new Error(`Port ${candidate} may not be used by this user: set PORT to one above 1023.`)
      if (code === 'EADDRNOTAVAIL') throw new Error(`HOST is ${host}, which is no address of this machine.`)
      if (code !== 'EADDRINUSE') throw error
      if (portIsExplicit)
        throw new Error(
          `Port ${port} is taken. Stop what uses it, set PORT to another one, or unset PORT to get a free one.`,
        )
    }
  }
  throw new Error(`All ports from ${port} to ${port + TRIES - 1} are taken: set PORT to a free one.`)
}

/** Where people find the server: on this machine, and from the same network (none when it listens on loopback only). */
export function addresses(port: number, host = '0.0.0.0'): { local: string; network: string[] } {
  const everywhere = host === '0.0.0.0' || host === '::'
  if (!everywhere) {
    const name = host.includes(':') ? `[${host}]` : host
    const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
    return { local: `http://${name}:${port}`, network: isLoopback ? [] : [`http://${name}:${port}`] }
  }
  const outward = Object.values(networkInterfaces())
    .flatMap(each => each ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
  return { local: `http://localhost:${port}`, network: outward.map(({ address }) => `http://${address}:${port}`) }
}

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : port)
    })
  })
