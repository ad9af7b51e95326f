import { randomUUID } from 'node:crypto'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { ReplaceStep, type Step } from '@tiptap/pm/transform'
import { Blocks } from '@/lib/document/blocks'
import { schema } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import type { Prisma } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { PostgresSnapshotStore } from '@/server/snapshots'
import { Random } from '../support/random'
import { toDocument } from '../support/traces/text'
import { BulkScribe, type Stored, settle } from './archive'
import { prose } from './scene'

const revisions = 1_000_000
// As long as the paper; what's written from then on takes the place of something else.
const full = 105_000
const slipOften = 0.06
const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana']
const colors = ['red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink']
// A session's length in paragraphs, and the pause after it.
const session = 40
const pauseMs = 20 * 60_000
const strokeMs = 200

/** A document of a million revisions by eight people who write and rewrite its paragraphs, letter by letter; always the same. */
export async function storeMillion(prisma: Prisma, say: (line: string) => void, most = revisions): Promise<Stored> {
  say(`storing a document of ${most.toLocaleString('en')} revisions`)
  const people = names.map((name, i) => ({ authorId: randomUUID(), name, color: colors[i]! }))
  await prisma.author.createMany({ data: people })
  const snapshots = new PostgresSnapshotStore(prisma)
  const scribe = new BulkScribe(new PostgresEventStore(prisma), people[0]!.authorId, snapshots)
  const content = Blocks.of(toDocument(''))
  await scribe.create(content.doc)
  let at = 0
  for (const { step, who, pause } of rewriting(content, new Random(8))) {
    at += pause ? pauseMs : strokeMs
    await scribe.edit([stepJSON(step)], () => content.doc, { authorId: people[who]!.authorId, at })
    if (scribe.head === most) break
  }
  await scribe.flush()
  await settle(prisma)
  return { documentId: scribe.documentId, head: scribe.head }
}

type Stroke = { step: Step; who: number; pause: boolean }

/** Paragraph after paragraph is begun somewhere, typed with slips taken back, and when the document is full another one goes. */
function* rewriting(content: Blocks, random: Random): Generator<Stroke> {
  const sizes = [0]
  let total = 0
  let pause = false
  const done = (step: Step, who: number): Stroke => {
    if (!content.apply(step)) throw new Error('A step does not fit')
    const stroke = { step, who, pause }
    pause = false
    return stroke
  }
  const startOf = (index: number) => sizes.slice(0, index).reduce((sum, size) => sum + size + 2, 0)
  const type = (position: number, text: string) =>
    new ReplaceStep(position, position, new Slice(Fragment.from(schema.text(text)), 0, 0))
  for (let paragraphs = 0; ; paragraphs++) {
    const who = random.below(names.length)
    const index = random.below(sizes.length)
    let position = startOf(index) + 1 + sizes[index]!
    yield done(new ReplaceStep(position, position, newParagraph), who)
    sizes.splice(index + 1, 0, 0)
    position += 2
    const line = prose(20 + random.below(140), random).replaceAll('\n', ' ')
    for (const letter of line) {
      if (random.next() < slipOften) {
        yield done(type(position, 'x'), who)
        yield done(new ReplaceStep(position, position + 1, Slice.empty), who)
      }
      yield done(type(position++, letter), who)
      sizes[index + 1]!++
    }
    total += line.length
    while (total > full) {
      const gone = random.below(sizes.length)
      const from = startOf(gone)
      yield done(new ReplaceStep(from, from + sizes[gone]! + 2, Slice.empty), who)
      total -= sizes[gone]!
      sizes.splice(gone, 1)
    }
    pause = paragraphs % session === session - 1
  }
}

const paragraph: Node = schema.node('paragraph')
const newParagraph = new Slice(Fragment.from([paragraph, paragraph]), 1, 1)
