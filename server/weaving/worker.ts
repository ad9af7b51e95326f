import { workerData } from 'node:worker_threads'
import { pgPool } from '../database/asks'
import { PostgresEventStore } from '../event-store/postgres'
import { History } from '../history'
import { standBack } from '../threads'
import { ask, type WeaveAnswer, type WeaveJob } from './ask'
import { PostgresWeaveStore } from './weave-store'
import { Weaves } from './weaves'

/** What a thread of the pool does: answers by its weaves, with a connection to the database of its own. */

standBack()
const { databaseUrl } = workerData as { databaseUrl: string }
const database = pgPool(databaseUrl, { max: 1, name: 'everdraft weaving', patience: 15_000 })
const noSnapshots = { nearest: async () => null, save: async () => {} }
const history = new History(new PostgresEventStore(database), noSnapshots)
const weaves = new Weaves(history, new PostgresWeaveStore(database))

export default (job: WeaveJob): Promise<WeaveAnswer> => ask(weaves, job)
