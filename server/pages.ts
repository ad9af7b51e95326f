import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import next from 'next'
import type { Env } from './env'
import { securePage } from './headers'
import type { Logger } from './log'
import { PageBudget } from './page-budget'
import { PageFiles } from './page-files'
import { needsNoScript, withoutScripts } from './scriptless'

/**
 * Next's pages behind our server. Next would answer upgrades of sockets itself, on whatever server it's given: it gets one
 * that never listens, and in development the one address that its reloading needs.
 */
export async function createPages(env: Env, log: Logger) {
  const dev = !env.production
  const unheard = createServer()
  const app = next({ dev, dir: process.cwd(), httpServer: unheard, port: env.port, quiet: true })
  await app.prepare()
  const handle = app.getRequestHandler()
  const budget = new PageBudget(env)
  const files = new PageFiles(path.join(process.cwd(), '.next/static'))
  const render = async (request: IncomingMessage, response: ServerResponse) => {
    // In development they are others with each change.
    if (dev || !(await files.answer(request, response))) await handle(request, response)
  }
  return {
    handle(request: IncomingMessage, response: ServerResponse): void {
      budget.admit(request, response, () => {
        const nonce = securePage(request, response, env)
        // In development a page is loaded anew by script when it was changed.
        if (!dev && needsNoScript(request.url?.split('?', 1)[0] ?? '')) withoutScripts(response, nonce)
        render(request, response).catch(error => {
          log.error({ err: error }, 'A page could not be rendered')
          if (!response.headersSent) response.writeHead(500)
          response.end()
        })
      })
    },
    upgradesOn(server: Server): void {
      if (!dev) return
      // Next's reloading listens to the server that it was given; its `getUpgradeHandler` answers nothing of it.
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (request.url?.startsWith('/_next/')) unheard.emit('upgrade', request, socket, head)
      })
    },
    close: () => app.close(),
  }
}
