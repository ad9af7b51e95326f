import { type EditorState, TextSelection } from '@tiptap/pm/state'
import type { RecordedEvent } from '@/lib/document/events'
import { defaultLimits, type Limits } from '@/lib/document/limits'
import { canonicalJSON, type NodeJSON, schema } from '@/lib/document/schema'
import { commandIds } from '@/lib/replica/command-ids'
import { ids } from './deciding'
import { type Device, MemoryOutbox } from './memory-outbox'
import { Random } from './random'
import { paragraphs } from './scribe'
import { WorldServer } from './world/server'
import { WorldTransport } from './world/transport'
import { Clock, settled } from './world/wire'
import { WorldWriter } from './world/writer'

const calm = { loss: 0, doubling: 0, delay: 1 }

/** Somebody at an editor without a screen, told what to do. */
export class Person extends WorldWriter {
  constructor(
    name: string,
    readonly transport: WorldTransport,
    private readonly page: MemoryOutbox | undefined,
    options: ConstructorParameters<typeof WorldWriter>[2],
  ) {
    super(name, new Random(1), options)
  }

  /** The tab crashes: nothing more is said, sent or written. */
  async die(): Promise<void> {
    // What was on its way to the device has arrived there.
    await settled()
    this.transport.die()
    this.page?.die()
  }

  /** The document as this person sees it: blocks parted by a bar. */
  get sees(): string {
    return this.state.doc.children.map(child => child.textContent).join('|')
  }

  get undoable(): number {
    return this.binding.undoable
  }

  get redoable(): number {
    return this.binding.redoable
  }

  /** Something done at the editor; a group of its own in the history of undo. */
  do(change: (tr: EditorState['tr']) => unknown): this {
    const tr = this.state.tr.setMeta('apart', true)
    change(tr)
    this.dispatch(tr)
    this.binding.takeLocal()
    return this
  }

  /** Types after (or before) a piece of text that's seen once, letter by letter. */
  type(text: string, { after, before }: { after?: string; before?: string } = {}): this {
    const at = after !== undefined ? this.find(after) + after.length : this.find(before ?? '')
    return this.do(tr => {
      for (const [i, letter] of [...text].entries()) tr.insertText(letter, at + i)
    })
  }

  erase(text: string): this {
    const at = this.find(text)
    return this.do(tr => tr.delete(at, at + text.length))
  }

  caretAfter(text: string): this {
    const at = this.find(text) + text.length
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, at)))
    return this
  }

  /** Where a piece of text begins; it must lie in one text node. */
  find(text: string): number {
    let at = -1
    this.state.doc.descendants((node, pos) => {
      if (at < 0 && node.isText && node.text!.includes(text)) at = pos + node.text!.indexOf(text)
      if (at < 0 && text === '' && node.isTextblock) at = pos + 1
    })
    if (at < 0) throw new Error(`Nobody sees "${text}" in "${this.sees}"`)
    return at
  }
}

/** A document on a desk, people around it, and a clock that only `settle` moves. */
export class Desk {
  readonly clock = new Clock()
  readonly server: WorldServer
  readonly people: Person[] = []
  private seats = 0

  private constructor(limits: Partial<Limits>) {
    this.server = new WorldServer(undefined, this.clock, undefined, { ...defaultLimits, ...limits })
  }

  static with(...texts: string[]): Promise<Desk> {
    return Desk.within({}, ...texts)
  }

  /** Around a server with other limits. */
  static async within(limits: Partial<Limits>, ...texts: string[]): Promise<Desk> {
    const desk = new Desk(limits)
    const content = paragraphs(...texts).toJSON() as NodeJSON
    const sender = { authorId: ids.anna, via: 'api' } as const
    await desk.server.writers.create({ documentId: ids.document, title: 'Desk', content }, sender)
    return desk
  }

  /** @param device where this person's page keeps what isn't saved; nowhere if absent */
  async sit(authorId: string = ids.anna, device?: Device): Promise<Person> {
    const transport = new WorldTransport(
      () => this.server,
      authorId,
      this.clock,
      new Random(1),
      () => calm,
    )
    const page = device && new MemoryOutbox(device)
    const person = new Person(authorId, transport, page, {
      transport,
      documentId: ids.document,
      me: { authorId, name: authorId, color: 'blue' },
      now: () => this.clock.now,
      newCommandId: commandIds(new Uint8Array(10).fill(++this.seats)),
      schedule: this.clock.schedule,
      patience: 40,
      ...(page && { outbox: page }),
    })
    this.people.push(person)
    transport.connect()
    await this.settle()
    return person
  }

  /** Lets everything arrive. */
  async settle(): Promise<void> {
    // What waits for no clock (a device, say) may still set one.
    await settled()
    for (let i = 0; i < 2_000 && !this.clock.idle; i++) await this.clock.step()
    if (!this.clock.idle) throw new Error('The desk never came to rest')
  }

  /** Does something while nobody hears of each other, then lets everything arrive: first of the people named first. */
  async apart(change: () => void, ...order: Person[]): Promise<void> {
    for (const { transport } of this.people) transport.disconnect()
    change()
    for (const { transport } of [...order, ...this.people]) {
      transport.connect()
      await this.settle()
    }
  }

  async events(): Promise<RecordedEvent[]> {
    return this.server.store.read(ids.document, 1, { events: 100_000 })
  }

  /** What everybody sees; throws where they don't all see the same. */
  async seen(): Promise<string> {
    const truth = canonicalJSON((await this.server.history.documentAt(ids.document))!.doc)
    for (const person of this.people)
      if (canonicalJSON(person.state.doc) !== truth) throw new Error(`${person.sees} is not what the log says`)
    return this.people[0]!.sees
  }
}

export const block = (text: string) => schema.nodes.paragraph!.create(null, text ? schema.text(text) : null)
