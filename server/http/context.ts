import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { DocumentList, ListQuery, Sessions, SessionsQuery, Timeline, TimelineQuery } from '@/lib/protocol/http'
import type { Auth } from '../auth'
import type { Budget } from '../budget'
import type { Documents } from '../documents'
import type { Env } from '../env'
import type { EventStore } from '../event-store/event-store'
import type { History } from '../history'
import type { Identity } from '../identity'
import type { Lane } from '../lane'
import type { Logger } from '../log'
import type { Metrics } from '../metrics'
import type { PackedPages } from '../packing/packed-pages'
import type { RateLimiter } from '../rate'
import type { Visits } from '../visits'
import type { WeavingPool } from '../weaving/pool'

/** What the read models answer. A cursor or a bound that they can't read is a RangeError. */
export type ReadModels = {
  /** @param searched hears how much text was gone through for a query */
  listDocuments(authorId: string, query: ListQuery, searched?: (characters: number) => void): Promise<DocumentList>
  timeline(documentId: string, query: TimelineQuery): Promise<Timeline | null>
  sessions(documentId: string, query: SessionsQuery): Promise<Sessions | null>
  /** Which revisions a page of packed history holds, and whether that's all that it will ever hold. */
  page(documentId: string, n: number): Promise<{ from: number; to: number; full: boolean } | null>
}

export type Progress = {
  /** Waits until the projection behind the list has read this position; false when it hasn't after `ms`. */
  waitFor(position: string, ms: number): Promise<boolean>
  /** How far behind each projection is: the age of the oldest event that it hasn't read. */
  lags(): Promise<{ name: string; lagMs: number }[]>
}

/** Everything that the routes need from the rest of the server. */
export type HttpDependencies = {
  env: Pick<Env, 'publicUrl' | 'trustProxy' | 'metricsToken' | 'limits'>
  log: Pick<Logger, 'error' | 'warn'>
  metrics: Metrics
  auth: Pick<Auth, 'handle'>
  identity: Pick<Identity, 'visitorOf' | 'authorsByIds' | 'change'>
  documents: Documents
  store: Pick<EventStore, 'read'>
  history: Pick<History, 'documentAt' | 'momentAt'>
  visits: Pick<Visits, 'record' | 'flush' | 'list'>
  readModels: ReadModels
  pages: Pick<PackedPages, 'get' | 'keptBytes'>
  weaving: Pick<WeavingPool, 'ask'>
  progress: Progress
  /** Writes by author; one token a command. */
  rate: RateLimiter
  /** What's heavy, by author. */
  budget: Budget
  lane: Lane
  /** Rejects where the database doesn't answer. */
  pingDatabase(): Promise<unknown>
  /** Where this server listens, for its look at itself; null before it does. */
  ownAddress(): { host: string; port: number } | null
}

export type HttpEnv = { Bindings: HttpBindings }
export type HttpContext = Context<HttpEnv>
export type HttpApp = Hono<HttpEnv>
