import { migrate } from './database/migrate'
import { openDatabase } from './database/open'
import { publishDatabaseUrl, readEnv } from './env'
import { refuseForeignLog } from './event-store/epoch'
import { takeInstance } from './instance'
import { addresses, createHttpServer, listenOnFreePort } from './listen'
import { createLog } from './log'
import { createPages } from './pages'
import { authSecret } from './secret'
import { createService } from './service'
import { greet } from './welcome/greet'

const say = (line: string) => console.log(`  ${line}`)

async function main(): Promise<void> {
  const env = readEnv(process.env)
  const log = createLog(env)
  const instance = takeInstance(env.dataDir)
  if (!instance.held) {
    const address = await instance.address()
    say(`Everdraft already ${address ? `runs here: ${address}` : 'starts here, in another process'}`)
    return
  }
  // Whatever slips through is a fault of ours, to be found in the log; one person's bad luck must not end everybody's work.
  process.on('unhandledRejection', error => log.error({ err: error }, 'A promise was rejected and nobody cared'))
  process.on('uncaughtException', error => log.error({ err: error }, 'An error was thrown and nobody caught it'))

  const database = await openDatabase(env, say)
  const server = createHttpServer()
  const stopping = stopper(async () => {
    await service?.stop()
    server.close()
    server.closeAllConnections()
    await pages?.close()
    await database.stop()
    instance.release()
  })
  let service: ReturnType<typeof createService> | undefined
  let pages: Awaited<ReturnType<typeof createPages>> | undefined
  try {
    publishDatabaseUrl(process.env, database.url)
    await migrate(database.url)
    await refuseForeignLog(database.url)
    if (env.welcome) await greet(database.url)
    pages = await createPages(env, log)
    service = createService({ server, env, databaseUrl: database.url, authSecret: authSecret(env), log })
    const { handleApi } = service
    const { handle, upgradesOn } = pages
    server.on('request', (request, response) => {
      const path = request.url?.split('?', 1)[0] ?? '/'
      if (path === '/metrics' || path === '/api' || path.startsWith('/api/')) handleApi(request, response)
      else if (!path.startsWith('/socket.io')) handle(request, response)
    })
    upgradesOn(server)
    service.start()
    database.keepUp(line => log.warn(line))
    const port = await listenOnFreePort(server, env, say)
    const { local, network } = addresses(port, env.host)
    instance.announce(env.publicUrl ?? local)
    console.log(`\n  Everdraft is ready: ${env.publicUrl ?? local}`)
    for (const address of network) console.log(`  In the same network: ${address}`)
    console.log('  Send a document\u2019s address to write in it together. Ctrl-C stops the server.\n')
  } catch (error) {
    await stopping()
    throw error
  }
}

/** Ends everything once, however often and by whatever it's asked to. */
function stopper(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined
  const once = () => {
    stopped ??= stop()
    return stopped
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      const late = setTimeout(() => process.exit(1), 15_000)
      late.unref()
      once().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  return once
}

main().catch(error => {
  console.error(
    `\n  Everdraft could not start.\n\n  ${error instanceof Error ? error.message.replaceAll('\n', '\n  ') : error}\n`,
  )
  process.exitCode = 1
  setTimeout(() => process.exit(1), 500).unref()
})
