import { prismaClient } from '@/server/database/client'
import { readEnv } from '@/server/env'
import { type Queries, queries } from '@/server/queries'

let made: Queries | undefined

// On first use: a build loads the pages' modules where there's no database.
function ready(): Queries {
  if (made) return made
  const { databaseUrl } = readEnv(process.env)
  if (!databaseUrl) throw new Error('The server publishes its DATABASE_URL before it renders a page')
  made = queries(prismaClient(databaseUrl, { max: 4, name: 'everdraft pages', patience: 15_000 }))
  return made
}

/** The document as last projected, for the first paint; null where there's none. */
export const documentView: Queries['documentView'] = documentId => ready().documentView(documentId)

/** Whether there is such a document, projected or not. */
export const isInLog: Queries['isInLog'] = documentId => ready().isInLog(documentId)
