import type { Server } from 'node:http'
import type { Limits } from '@/lib/document/limits'
import { createAccounts } from './accounts'
import { Budget } from './budget'
import { pgPool } from './database/asks'
import { prismaClient } from './database/client'
import type { Env } from './env'
import { PostgresInventory } from './event-store/inventory'
import { PostgresEventStore } from './event-store/postgres'
import { Gateway } from './gateway'
import { GroupCommit } from './group-commit'
import { documentHashes } from './hashes'
import { History } from './history'
import { httpHandler } from './http/app'
import { Lane } from './lane'
import type { Logger } from './log'
import { Lookout } from './lookout'
import { createMetrics } from './metrics'
import { PackedPages } from './packing/packed-pages'
import { PackingPool } from './packing/pool'
import { policy, roleOf } from './policy'
import { Projections } from './projections'
import { QuarantineWatch } from './quarantine-watch'
import { queries } from './queries'
import { RateLimiter } from './rate'
import { Rooms } from './rooms'
import { PostgresSnapshotStore, snapshotEvery } from './snapshots'
import { Visits } from './visits'
import { WeavingPool } from './weaving/pool'
import { Writers } from './writers'

export type ServiceOptions = {
  server: Server
  env: Env
  databaseUrl: string
  authSecret: string
  log: Logger
  now?: () => Date
}

const maxDocuments = 2_000
const maxBytes = 256 * 1024 * 1024

/** Builds everything that stands between the wire and the database, and ties it together. The only place that does. */
export function createService({ server, env, databaseUrl, authSecret, log, now = () => new Date() }: ServiceOptions) {
  const onError = (error: Error) => log.warn({ err: error }, 'A database connection broke')
  const prisma = prismaClient(databaseUrl, { max: 8, name: 'everdraft', patience: 15_000, onError })
  // Appends have a connection of their own: no read ever stands before a commit.
  const appender = prismaClient(databaseUrl, { max: 1, name: 'everdraft append', patience: 10_000, onError })
  const reader = pgPool(databaseUrl, { max: 4, name: 'everdraft reads', patience: 15_000, onError })
  const feeder = pgPool(databaseUrl, { max: 2, name: 'everdraft projections', patience: 60_000, onError })
  const follower = prismaClient(databaseUrl, { max: 3, name: 'everdraft projections', patience: 60_000, onError })

  const metrics = createMetrics()
  const { auth, identity } = createAccounts({ prisma, secret: authSecret, env, log })
  const store = new PostgresEventStore(reader, appender)
  const snapshots = new PostgresSnapshotStore(reader, (documentId, revision) =>
    log.warn({ documentId, revision }, 'A snapshot is damaged and was passed over'),
  )
  const history = new History(store, snapshots)
  const packing = new PackingPool(databaseUrl)
  const pages = new PackedPages(job => packing.run(job))
  const weaving = new WeavingPool(databaseUrl)
  const visits = new Visits({ prisma, log })
  const projections = new Projections({
    prisma: follower,
    history: new History(new PostgresEventStore(feeder), new PostgresSnapshotStore(feeder)),
    feed: new PostgresEventStore(feeder),
    inventory: new PostgresInventory(follower),
    log,
  })
  const budget = new Budget(env.limits.workPerSecond)
  const lane = new Lane()
  const gateway = new Gateway(server, { env, identity, log, metrics, budget })

  const writers = new Writers({
    store,
    history,
    snapshots,
    commit: new GroupCommit(store, events => {
      metrics.appendBatch.observe(events)
      metrics.eventsAppended.inc(events)
    }),
    limits: documentLimits(env),
    lane,
    now,
    allows: (document, authorId, type) => policy(roleOf(document, authorId), type),
    onCommitted: (document, events) => {
      rooms.committed(document, events)
      projections.wake()
      if (document.status === 'deleted') pages.forget(document.documentId)
    },
    onError: (error, documentId) => log.error({ err: error, documentId }, 'A command could not be stored yet'),
    snapshotEvery,
    maxDocuments,
    maxBytes,
    waiting: { commands: env.limits.waitingCommands, bytes: env.limits.waitingBytes },
  })
  const rooms: Rooms = new Rooms({
    writers,
    store,
    broadcast: gateway.broadcast,
    authorsByIds: ids => identity.authorsByIds(ids),
    roleOf,
    maxOpen: env.limits.openDocuments,
    lane,
    onVisit: (authorId, documentId, revision, opened) => visits.record(authorId, documentId, revision, opened),
    now: () => performance.now(),
  })
  identity.onChange(author => rooms.authorChanged(author))

  const lookout = new Lookout({
    store,
    open: () => rooms.writers(),
    onError: error => log.warn({ err: error }, 'Whether others have written could not be asked'),
  })
  const quarantine = new QuarantineWatch({
    prisma: follower,
    log,
    onChange: (documentId, quarantined) => {
      writers.forget(documentId)
      pages.forget(documentId)
      // The least that's true of all: its owner learns more by opening it again.
      rooms.accessChanged(documentId, quarantined ? 'viewer' : 'editor')
    },
  })

  const handleApi = httpHandler({
    env,
    log,
    metrics,
    auth,
    identity,
    documents: writers,
    store,
    history,
    visits,
    readModels: queries(prisma, env),
    pages,
    weaving,
    progress: {
      waitFor: position => projections.waitFor('document', position),
      lags: async () =>
        (await projections.status()).map(({ name, lag }) => ({ name, lagMs: Math.round(lag.seconds * 1_000) })),
    },
    rate: new RateLimiter(env.limits.commandsPerSecond),
    budget,
    lane,
    pingDatabase: () => prisma.$queryRaw`SELECT 1`,
    ownAddress: () => {
      const address = server.address()
      return address && typeof address === 'object'
        ? { host: isEverywhere(address.address) ? '127.0.0.1' : address.address, port: address.port }
        : null
    },
  })

  const cutting = setInterval(() => gateway.tick(), 200)
  const ticking = setInterval(() => {
    rooms.tick()
    metrics.openDocuments.set(writers.size)
  }, 1_000)

  return {
    handleApi,
    start(): void {
      gateway.open({ rooms, documents: writers, hashAt: documentHashes(writers, history, lane) })
      projections.start()
      lookout.start()
      quarantine.start()
    },
    /** Tells clients, lets what's under way become durable, and closes everything. */
    async stop(): Promise<void> {
      clearInterval(cutting)
      clearInterval(ticking)
      lookout.stop()
      await gateway.drain()
      await writers.settled()
      await quarantine.stop()
      await projections.stop()
      await visits.close()
      await Promise.all([packing.close(), weaving.close()])
      await Promise.all([prisma, appender, follower].map(client => client.$disconnect()))
      await Promise.all([reader.close(), feeder.close()])
    },
  }
}
export type Service = ReturnType<typeof createService>

const isEverywhere = (address: string) => address === '0.0.0.0' || address === '::'

function documentLimits({ limits }: Pick<Env, 'limits'>): Limits {
  return {
    steps: limits.stepsPerCommand,
    nodeDepth: limits.nodeDepth,
    characters: limits.documentCharacters,
    nodes: limits.documentNodes,
  }
}
