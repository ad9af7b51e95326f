import type { DocumentList, ListQuery, Sessions, SessionsQuery, Timeline, TimelineQuery } from '@/lib/protocol/http'
import type { PrismaClient } from '@/prisma/generated/client'
import { livingHead } from './event-store/living'
import { PostgresEventStore } from './event-store/postgres'
import { findAuthors } from './queries/authors'
import { listDocuments } from './queries/documents'
import { findPage } from './queries/pages'
import { listSessions } from './queries/sessions'
import { readTimeline } from './queries/timeline'
import { findView } from './queries/view'

/**
 * What can be asked of the read models. Reads only and holds nothing, so that the pages, which have their own instances of
 * our modules, can ask as well. Who may ask about a document is decided before.
 * @param env `welcome`: whether the welcome document is in everybody's list
 */
export function queries(prisma: PrismaClient, { welcome }: { welcome: boolean } = { welcome: false }) {
  const log = new PostgresEventStore(prisma)
  return {
    listDocuments: (
      authorId: string,
      query: ListQuery,
      searched?: (characters: number) => void,
    ): Promise<DocumentList> => listDocuments(prisma, authorId, query, { welcome, ...(searched && { searched }) }),
    documentView: (documentId: string) => findView(prisma, documentId),
    isInLog: async (documentId: string) => (await livingHead(log, documentId)) !== null,
    authors: (ids: Iterable<string>) => findAuthors(prisma, ids),

    /** null where there's no such document. */
    async timeline(documentId: string, query: TimelineQuery): Promise<Timeline | null> {
      const head = await log.head(documentId)
      return head && (await readTimeline(prisma, documentId, head, query))
    },

    /** null where there's no such page. */
    page: (documentId: string, n: number) => findPage(prisma, documentId, n),

    /** null where there's no such document. */
    async sessions(documentId: string, query: SessionsQuery): Promise<Sessions | null> {
      return (await log.head(documentId)) && (await listSessions(prisma, documentId, query))
    },
  }
}
export type Queries = ReturnType<typeof queries>
