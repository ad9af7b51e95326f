import { workerData } from 'node:worker_threads'
import { prismaClient } from '../database/client'
import { PostgresEventStore } from '../event-store/postgres'
import { History } from '../history'
import { standBack } from '../threads'
import { type PackAnswer, type PackJob, pack } from './pack'

/** What a thread of the pool does: packs pages, with a connection to the database of its own. */

standBack()
const { databaseUrl } = workerData as { databaseUrl: string }
const prisma = prismaClient(databaseUrl, { max: 1, name: 'everdraft packing', patience: 15_000 })
const noSnapshots = { nearest: async () => null, save: async () => {} }
const history = new History(new PostgresEventStore(prisma), noSnapshots)

export default (job: PackJob): Promise<PackAnswer> => pack(history, job)
