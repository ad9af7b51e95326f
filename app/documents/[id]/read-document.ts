import { cache } from 'react'
import { uuid } from '@/lib/protocol/people'
import { documentView } from '@/server/queries/next'

/** The document as last projected; read once a request, however many parts of the page ask. */
export const readDocument = cache(async (id: string) => (uuid.safeParse(id).success ? documentView(id) : null))
