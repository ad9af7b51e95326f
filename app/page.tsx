import type { Metadata } from 'next'
import { listQuery } from '@/lib/protocol/http'
import { DocumentsPage } from './_components/list/documents-page'
import { words } from './_words'

export const metadata: Metadata = { title: `${words.list.title} · ${words.app.name}` }

type Search = Promise<Record<string, string | string[] | undefined>>

/** The list of documents. Frame and controls come from the server, the rows from `/api/documents`. */
export default async function DocumentsRoute({ searchParams }: { searchParams: Search }) {
  const { query, sort, trashed } = await searchParams
  return (
    <DocumentsPage
      initial={{
        query: typeof query === 'string' ? query.slice(0, 200) : '',
        sort: listQuery.shape.sort.catch('updated').parse(sort),
        trashed: trashed === 'true',
      }}
    />
  )
}
