import type { AddressInfo } from 'node:net'
import { readEnv } from '@/server/env'
import { createHttpServer } from '@/server/listen'
import { createLog } from '@/server/log'
import { createService } from '@/server/service'
import { scratchDatabase } from './database'

/** The whole service but the pages, in this process, on a database of its own. */
export async function startService(variables: Record<string, string> = {}) {
  const database = await scratchDatabase()
  const server = createHttpServer()
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
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    databaseUrl: database.url,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      await service.stop()
      server.closeAllConnections()
      server.close()
      await database.drop()
    },
  }
}
