import { cache } from 'react'
import { uuid } from '@/lib/protocol/people'
import { documentView, isInLog } from '@/server/queries/next'

/** The document as last projected; read once a request, however many parts of the page ask. */
export const readDocument = cache(async (id: string) => (uuid.safeParse(id).success ? documentView(id) : null))

/** Whether there is such a document: one that was made a moment ago isn't projected yet. */
export const isThere = cache(async (id: string) => (await readDocument(id)) !== null || (await isInLog(id)))
