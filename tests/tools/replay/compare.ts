import type { Node } from '@tiptap/pm/model'
import { EverdraftClient } from '@/lib/client/client'
import { type Document, evolve } from '@/lib/document/document'
import { canonicalJSON, schema } from '@/lib/document/schema'
import { toDocument } from '../../support/traces/text'
import type { Played } from './play'

export type Compared = { name: string; equal: boolean; said: string }

/** Compares everybody's document with the text that the recording ends in. Each is read anew, by somebody who didn't type. */
export async function compare(
  server: string,
  { documentId, docs }: Pick<Played, 'documentId' | 'docs'>,
  expected: string,
  edits: number,
): Promise<Compared[]> {
  const reader = await EverdraftClient.connect(server)
  try {
    const wanted = canonicalJSON(toDocument(expected))
    const judged = (name: string, doc: Node, more = ''): Compared => {
      const equal = canonicalJSON(doc) === wanted
      const length = `${doc.textContent.length + doc.childCount - 1} characters in ${doc.childCount} paragraphs`
      return { name, equal, said: `${equal ? 'equal' : 'DIFFERENT'}: ${length}${more}` }
    }
    const { doc } = await reader.document(documentId)
    const log = await fold(reader, documentId)
    return [
      ...docs.map((doc, i) => judged(docs.length > 1 ? `typing client ${i + 1}` : 'typing client', doc)),
      judged('the server, by GET', schema.nodeFromJSON(doc)),
      judged('a fresh client', await opened(reader, documentId)),
      judged('the fold of the log', log.document.doc, `, ${log.document.revision} revisions`),
      { name: 'edits in the log', equal: log.edits === edits, said: `${log.edits} of ${edits}` },
    ]
  } finally {
    reader.close()
  }
}

/** What a full client shows that has just opened the document. */
function opened(client: EverdraftClient, documentId: string): Promise<Node> {
  const session = client.open(documentId)
  return new Promise((resolve, reject) => {
    const look = () => {
      const { phase, refusal } = session.state
      if (phase === 'open' && session.doc) resolve(session.doc)
      else if (phase === 'gone' || phase === 'failed') reject(new Error(refusal?.message ?? phase))
    }
    session.subscribe(look)
    look()
  })
}

/** The document that all recorded events make, read page by page. */
async function fold(client: EverdraftClient, documentId: string): Promise<{ document: Document; edits: number }> {
  let document: Document | null = null
  let edits = 0
  for (let from: number | undefined = 1; from !== undefined; ) {
    const page = await client.events(documentId, from)
    for (const event of page.events) {
      document = evolve(document, event)
      if (event.type === 'ContentEdited') edits++
    }
    from = page.next
  }
  if (!document) throw new Error('The log is empty.')
  return { document, edits }
}
