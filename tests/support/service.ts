import type { AddressInfo } from 'node:net'
import { readEnv } from '@/server/env'
import { createHttpServer } from '@/server/listen'
import { createLog } from '@/server/log'
import { createService } from '@/server/service'
import { type ScratchDatabase, scratchDatabase } from './database'

/** The whole service but the pages, in this process, on a database of its own; one that's given stays when it stops. */
export async function startService(variables: Record<string, string> = {}, given?: ScratchDatabase) {
  const database = given ?? (await scratchDatabase())
  const server = createHttpServer()
  const host = variables.HOST ?? '127.0.0.1'
  const env = readEnv({
    LOG_LEVEL: 'silent',
    LIMIT_COMMANDS_PER_SECOND: '1000000',
    LIMIT_WORK_PER_SECOND: '1000000000',
    ...variables,
  })
  const authSecret = 'a secret that only these tests know: 5fE8kQ2v'
  const service = createService({ server, env, databaseUrl: database.url, authSecret, log: createLog(env) })
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/socket.io')) service.handleApi(request, response)
  })
  service.start()
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  let down: Promise<void> | undefined
  /** Stops as the server does at a signal; the database stays. */
  const shutDown = () => {
    down ??= service.stop()
    return down
  }
  return {
    database,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    databaseUrl: database.url,
    shutDown,
    async stop(): Promise<void> {
      await shutDown()
      server.closeAllConnections()
      server.close()
      if (!given) await database.drop()
    },
  }
}
