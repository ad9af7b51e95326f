import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { Banner } from '@/app/_components/document/banner'
import { buttonClass } from '@/app/_components/ui/button'
import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import { readDocument } from '../read-document'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const document = await readDocument((await params).id)
  return { title: document ? document.title || words.document.untitled : words.errors.notFound }
}

/** A document to be read: no script is needed, and nothing is in the way of printing. */
export default async function ViewRoute({ params }: Props) {
  const { id } = await params
  const document = await readDocument(id)
  if (!document) notFound()
  const locale = preferredLocale((await headers()).get('accept-language'))
  const changed = moment(document.updatedAt, new Date(), { timeZone: 'UTC', ...(locale && { locale }) })
  return (
    <main
      id="content"
      className="mx-auto max-w-(--container-page) bg-paper px-5 py-8 sm:my-8 sm:rounded-lg sm:border sm:border-line sm:px-12 sm:py-12 print:m-0 print:border-0 print:p-0"
    >
      <article>
        <header className="mb-8 border-b border-line pb-4">
          <h1 className="text-3xl font-bold tracking-tight text-balance break-words" dir="auto">
            {document.title || words.document.untitled}
          </h1>
          <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-3 text-sm text-ink-soft">
            <time dateTime={document.updatedAt}>{words.document.lastChanged(changed)}</time>
            <span>{words.document.revision(document.revision)}</span>
            <a href={`/documents/${id}`} className={buttonClass('framed', 'no-print sm:ms-auto')}>
              {words.document.edit}
            </a>
          </p>
        </header>
        {document.damagedFrom !== null && (
          <div className="mb-8">
            <Banner>{words.document.lastGood(document.damagedFrom)}</Banner>
          </div>
        )}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by the server from a checked document (lib/document/html.ts) */}
        <div className="prose" dir="auto" dangerouslySetInnerHTML={{ __html: document.html }} />
      </article>
    </main>
  )
}

/** The first language that the reader's browser asks for, where it's one that dates can be written in. */
function preferredLocale(accepted: string | null): string | undefined {
  const first = accepted?.split(/[,;]/)[0]?.trim()
  try {
    return first && first !== '*' ? Intl.getCanonicalLocales(first)[0] : undefined
  } catch {
    return undefined
  }
}
