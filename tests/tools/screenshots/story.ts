import type { Node } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import { Random } from '../../support/random'
import type { Scribe } from '../../support/scribe'

type Writer = 'ada' | 'ben'
type Block = { by: Writer; kind: 'heading' | 'paragraph' | 'quote' | 'tasks'; lines: string[]; bold?: string }

const sessions: { at: string; name?: string; blocks: Block[] }[] = [
  {
    at: '2026-11-21T14:05:00Z',
    blocks: [
      { by: 'ada', kind: 'heading', lines: ['Why the footbridge has to move'] },
      {
        by: 'ada',
        kind: 'paragraph',
        lines: [
          'The old crossing stands where the stream was narrow a hundred years ago. It no longer is: the east bank has lost almost two metres since the flood of March, and the last inspection found the eastern footing resting on gravel.',
        ],
        bold: 'almost two metres',
      },
      {
        by: 'ben',
        kind: 'paragraph',
        lines: [
          'Forty paces upstream, below the two alders, both banks are clay over rock. A span of ten metres would do there.',
        ],
      },
    ],
  },
  {
    at: '2026-11-22T09:30:00Z',
    name: 'For the parish meeting',
    blocks: [
      {
        by: 'ben',
        kind: 'quote',
        lines: ['Build where the water is bored, my grandfather said, not where it is in a hurry.'],
      },
      { by: 'ada', kind: 'heading', lines: ['What we need before spring'] },
      {
        by: 'ada',
        kind: 'tasks',
        lines: [
          'Leave from the mill to cross their meadow with timber',
          'Two soundings on the west bank',
          'A price for larch instead of oak',
        ],
      },
    ],
  },
  {
    at: '2026-11-23T17:20:00Z',
    blocks: [
      {
        by: 'ben',
        kind: 'paragraph',
        lines: ['I have asked the mill. They agree, as long as the gate is closed after us every evening.'],
      },
    ],
  },
]

const empty = (kind: Block['kind']): Node => {
  const paragraph = schema.node('paragraph')
  if (kind === 'heading') return schema.node('heading', { level: 2 })
  if (kind === 'quote') return schema.node('blockquote', null, [paragraph])
  if (kind === 'tasks') return schema.node('taskList', null, [schema.node('taskItem', null, [paragraph])])
  return paragraph
}

/** Writes a document letter by letter, as two people would over three days. */
export async function writeStory(scribe: Scribe, people: Record<Writer, string>): Promise<void> {
  const random = new Random(4)
  scribe.author = people.ada
  scribe.now = Date.parse(sessions[0]!.at)
  await scribe.create('A bridge below the alders')
  for (const { at, name, blocks } of sessions) {
    scribe.now = Date.parse(at)
    for (const block of blocks) await writeBlock(scribe, block, people, random)
    if (name) await scribe.name(scribe.state!.revision, name)
  }
  const task = positionOf(scribe.doc, 'taskItem')
  await scribe.edit(transform => transform.setNodeAttribute(task, 'checked', true))
}

async function writeBlock(
  scribe: Scribe,
  { by, kind, lines, bold }: Block,
  people: Record<Writer, string>,
  random: Random,
) {
  scribe.author = people[by]
  scribe.now += 20_000 + random.below(60_000)
  const fresh = scribe.doc.childCount === 1 && scribe.doc.content.size === 2
  await scribe.edit(transform =>
    fresh ? transform.replaceWith(0, 2, empty(kind)) : transform.insert(transform.doc.content.size, empty(kind)),
  )
  for (const [i, line] of lines.entries()) {
    if (i > 0) await scribe.edit(transform => transform.split(endOf(transform.doc), 2))
    for (const letter of line) {
      // The scribe takes a second for each event; people are quicker, and rest between words.
      scribe.now -= random.below(900) - (letter === ' ' && random.chance(0.05) ? 4_000 : 0)
      await scribe.type(letter, endOf(scribe.doc))
    }
  }
  const from = bold ? textAt(scribe.doc, bold) : null
  if (bold && from !== null)
    await scribe.edit(transform => transform.addMark(from, from + bold.length, schema.mark('bold')))
}

/** The end of the last text block. */
function endOf(doc: Node): number {
  let end = 0
  doc.descendants((node, pos) => {
    if (node.isTextblock) end = pos + 1 + node.content.size
  })
  return end
}

function textAt(doc: Node, words: string): number | null {
  let at: number | null = null
  doc.descendants((node, pos) => {
    const index = node.isText ? node.text!.indexOf(words) : -1
    if (index >= 0) at ??= pos + index
  })
  return at
}

function positionOf(doc: Node, type: string): number {
  let at = -1
  doc.descendants((node, pos) => {
    if (at < 0 && node.type.name === type) at = pos
  })
  return at
}
