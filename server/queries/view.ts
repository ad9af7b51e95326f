import type { PrismaClient } from '@/prisma/generated/client'

/** A document as it's read without a script. */
export type View = {
  documentId: string
  title: string
  html: string
  trashed: boolean
  revision: number
  updatedAt: string
  /** Of a damaged document: the first revision that can't be shown. */
  damagedFrom: number | null
}

/** The document as the projection last saw it, at most a second or so behind; null where there's none. */
export async function findView(prisma: PrismaClient, documentId: string): Promise<View | null> {
  const row = await prisma.documentView.findUnique({
    where: { documentId },
    select: { documentId: true, title: true, html: true, trashed: true, revision: true, updatedAt: true },
  })
  if (!row) return null
  const [quarantine, parked] = await Promise.all([
    prisma.quarantine.findUnique({ where: { streamId: documentId } }),
    prisma.projectionParked.findUnique({ where: { name_documentId: { name: 'document', documentId } } }),
  ])
  const damagedFrom = quarantine?.fromRevision ?? parked?.revision ?? null
  return { ...row, updatedAt: row.updatedAt.toISOString(), damagedFrom }
}
