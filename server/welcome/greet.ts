import { prismaClient } from '../database/client'
import { PostgresEventStore } from '../event-store/postgres'
import { PostgresSnapshotStore } from '../snapshots'
import { welcomeId } from './id'
import { Play } from './perform'
import { ana, ben, firstTitle, story } from './story'

/**
 * Writes the welcome document into a log in which there's nothing yet: all of its past by one commit, so that a start that
 * is broken off leaves none of it. Two servers may do so at once.
 * @returns how many revisions; 0 where there was nothing to do
 */
export async function greet(databaseUrl: string, now = new Date()): Promise<number> {
  const prisma = prismaClient(databaseUrl, { max: 1, name: 'everdraft welcome' })
  try {
    const store = new PostgresEventStore(prisma)
    if ((await store.end()) !== '') return 0
    const play = new Play(welcomeId)
    const events = play.perform(firstTitle, story(now.getTime()))
    await prisma.author.createMany({ data: [ana, ben], skipDuplicates: true })
    const [positions] = await store.append([events])
    if (!positions) return 0
    const snapshots = new PostgresSnapshotStore(prisma)
    for (const document of play.snapshots) await snapshots.save(document)
    return events.length
  } finally {
    await prisma.$disconnect()
  }
}
