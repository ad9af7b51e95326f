import { mostEvents } from '@/lib/history/pages/layout'
import type { Timeline } from '@/lib/protocol/http'
import type { PrismaClient } from '@/prisma/generated/client'

export type Page = Timeline['pages'][number]

/** The pages of a document's packed history. What lies behind the head (a document in quarantine) is in none. */
export async function readPages(prisma: PrismaClient, documentId: string, head: number): Promise<Page[]> {
  const rows = await prisma.timelinePage.findMany({
    where: { documentId, fromRevision: { lte: head } },
    orderBy: { n: 'asc' },
  })
  return rows.map(({ n, fromRevision, toRevision, bytes }) => ({
    n,
    from: fromRevision,
    to: Math.min(toRevision, head),
    bytes,
  }))
}

/** One page, and whether it's full: nothing is ever added to it. */
export async function findPage(prisma: PrismaClient, documentId: string, n: number) {
  const rows = await prisma.timelinePage.findMany({
    where: { documentId, n: { in: [n, n + 1] } },
    orderBy: { n: 'asc' },
  })
  const [page, next] = rows
  if (page?.n !== n) return null
  return {
    n,
    from: page.fromRevision,
    to: page.toRevision,
    full: next !== undefined || page.toRevision - page.fromRevision + 1 >= mostEvents,
  }
}
