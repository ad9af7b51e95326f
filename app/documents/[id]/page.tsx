import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { DocumentPage } from '@/app/_components/document/document-page'
import { pastIn } from '@/app/_components/history/revision-in'
import { words } from '@/app/_words'
import { uuid } from '@/lib/protocol/people'
import { isThere, readDocument } from './read-document'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  if (!uuid.safeParse(id).success || !(await isThere(id))) return { title: words.errors.notFound }
  return { title: (await readDocument(id))?.title || words.document.untitled }
}

/**
 * The document's page. Its first paint is the document as last projected; of what isn't projected yet (made a moment ago), or is
 * deleted while one looks, the session in the browser hears.
 */
export default async function DocumentRoute({ params, searchParams }: Props) {
  const { id } = await params
  if (!uuid.safeParse(id).success || !(await isThere(id))) notFound()
  const [document, search] = await Promise.all([readDocument(id), searchParams])
  const asked = ['revision', 'compare'].flatMap(name =>
    typeof search[name] === 'string' ? [[name, search[name]] as [string, string]] : [],
  )
  const past = pastIn(new URLSearchParams(asked).toString())
  return (
    <DocumentPage
      key={id}
      documentId={id}
      title={document?.title ?? ''}
      html={past === null ? (document?.html ?? '') : ''}
      known={await isKnown()}
      past={past}
    />
  )
}

/** Whether there's a session's cookie; whether it's worth something, the server says when it's used. */
const isKnown = async () => (await cookies()).getAll().some(({ name }) => name.endsWith('everdraft.session_token'))
