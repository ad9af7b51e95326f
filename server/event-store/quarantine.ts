import type { Prisma, PrismaClient } from '@/prisma/generated/client'
import { freshHistoryEpoch } from './epoch'

/** Documents in quarantine, each with the first revision that isn't read. Nothing of their log is changed or deleted. */
export async function listQuarantined(db: Prisma.TransactionClient): Promise<Map<string, number>> {
  const rows = await db.quarantine.findMany()
  return new Map(rows.map(({ streamId, fromRevision }) => [streamId, fromRevision]))
}

/** From now on the document ends before `from`, for every reader of the log, and takes no further events. */
export async function quarantine(prisma: PrismaClient, documentId: string, from: number): Promise<void> {
  await prisma.$transaction(async tx => {
    await tx.quarantine.upsert({
      where: { streamId: documentId },
      create: { streamId: documentId, fromRevision: from },
      update: { fromRevision: from },
    })
    await tx.snapshot.deleteMany({ where: { streamId: documentId, revision: { gte: from } } })
    await bumpHistory(tx, documentId)
  })
}

/** The document is all of its log again. @returns whether it was in quarantine */
export async function release(prisma: PrismaClient, documentId: string): Promise<boolean> {
  return prisma.$transaction(async tx => {
    const { count } = await tx.quarantine.deleteMany({ where: { streamId: documentId } })
    // Of what was damaged until now, no cache may be left.
    await tx.snapshot.deleteMany({ where: { streamId: documentId } })
    await bumpHistory(tx, documentId)
    return count > 0
  })
}

// What clients hold of the document may go beyond what can be read now, or may have been read before it was mended.
async function bumpHistory(tx: Prisma.TransactionClient, documentId: string): Promise<void> {
  await tx.$executeRawUnsafe(
    `update stream set history_epoch = ${freshHistoryEpoch} where stream_id = $1::uuid`,
    documentId,
  )
}
