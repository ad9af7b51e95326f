import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import type { EverdraftClient } from '@/lib/client/client'
import type { DocumentSession } from '@/lib/client/document-session'
import type { Transport } from '@/lib/client/transport'
import { schema } from '@/lib/document/schema'
import type { Random } from '../../support/random'
import type { History } from '../checker/history'
import { type TokenWriter, tokenOf } from './writer'

/** A whole client as shipped: session, replica, and everything unconfirmed sent until it's known. */
export class FullWriter implements TokenWriter {
  readonly session: DocumentSession
  private count = 0

  constructor(
    readonly name: string,
    readonly documentId: string,
    private readonly client: EverdraftClient,
    transport: Transport,
    private readonly random: Random,
    private readonly history: History,
  ) {
    this.session = client.open(documentId, { transport })
  }

  get settled(): boolean {
    return this.session.unconfirmed.length === 0
  }

  /** At the beginning or the end of some block, at once or letter by letter; now and then into a new block. */
  write(): void {
    const { doc, state } = this.session
    if (!doc || state.phase !== 'open') return
    const token = tokenOf(this.name, this.count++)
    const tr = new Transform(doc)
    const at = this.random.pick(places(doc))
    if (this.random.chance(0.1)) tr.insert(doc.content.size, schema.node('paragraph', null, schema.text(token)))
    else if (this.random.chance(0.3))
      for (const [i, letter] of [...token].entries()) tr.insert(at + i, schema.text(letter))
    else tr.insert(at, schema.text(token))
    const steps = tr.steps.map((step, i) => ({ step, before: tr.docs[i]! }))
    const commandId = this.session.edit(steps, tr.doc, { origin: 'typed' })
    const { authorId } = this.client.me
    if (commandId) this.history.invoked({ client: this.name, authorId, documentId: this.documentId, commandId }, token)
  }

  close(): void {
    this.session.close()
  }
}

/** Where a token doesn't come to stand inside of another one. */
function places(doc: Node): number[] {
  const found: number[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.push(pos + 1, pos + 1 + node.content.size)
    return !node.isTextblock
  })
  return found
}
