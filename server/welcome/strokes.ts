import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'
import type { Command } from '@/lib/document/commands'
import { schema } from '@/lib/document/schema'
import { edgeOf, insertTable, leave, nextBlock, turnInto } from './blocks'
import type { Random } from './random'

/** What is done with one key or one click, `after` so many ms. An edit answers where the caret is then, if it moves by itself. */
export type Stroke = { after: number } & (
  | { edit: (transform: Transform, caret: number) => number | undefined }
  | { caret: (doc: Node, caret: number) => number }
  | {
      /** A version's revision by its name; the last one, where none has that name yet. */
      command: (revisionOf: (version: string) => number) => Wish
    }
)
export type Wish = Extract<Wishes, { type: 'EditContent' | 'RenameDocument' | 'NameVersion' | 'RestoreRevision' }>
type Wishes = Command extends infer C ? (C extends Command ? Omit<C, keyof Envelope> : never) : never
type Envelope = Pick<Command, 'documentId' | 'baseRevision' | 'schemaVersion' | 'commandId'>

/** How quickly somebody types: the time between two letters, in ms. */
export type Pace = { key: number; random: Random }

const insert = (text: string) => (transform: Transform, caret: number) => {
  transform.replaceWith(caret, caret, schema.text(text))
  return undefined
}
const erase = (count: number) => (transform: Transform, caret: number) => {
  transform.delete(caret - count, caret)
  return undefined
}

function* letters(text: string, { key, random }: Pace): Generator<Stroke> {
  let before = ''
  for (const letter of text) {
    const rest = /[.!?:]/.test(before) ? 6 : before === ',' ? 3 : before === ' ' ? 1.4 : 1
    const thinks = before === ' ' && random.chance(0.02) ? 1_800 + random.below(2_500) : 0
    yield { after: Math.round(key * rest * (0.6 + random.next() * 0.9)) + thinks, edit: insert(letter) }
    before = letter
  }
}

/** Types `wrong`, looks, goes back as far as it's wrong, and types `right`. */
function* corrected(wrong: string, right: string, pace: Pace): Generator<Stroke> {
  yield* letters(wrong, pace)
  let same = 0
  while (same < wrong.length && wrong[same] === right[same]) same++
  for (let i = same; i < wrong.length; i++) yield { after: i === same ? 900 : 90, edit: erase(1) }
  yield* letters(right.slice(same), pace)
}

/** Types a word between its Markdown marks; the last mark turns all of it into what it stands for. */
function* marked(sign: string, name: string, text: string, pace: Pace): Generator<Stroke> {
  yield* letters(`${sign}${text}${sign.slice(1)}`, pace)
  yield {
    after: pace.key,
    edit: (transform, caret) => {
      const end = caret - (sign.length - 1)
      const start = end - text.length
      transform.delete(end, caret).delete(start - sign.length, start)
      transform.addMark(start - sign.length, end - sign.length, schema.mark(name))
      return undefined
    },
  }
}

const marks: [pattern: RegExp, sign: string, name: string][] = [
  [/^\*\*(.+?)\*\*/, '**', 'bold'],
  [/^==(.+?)==/, '==', 'highlight'],
  [/^`(.+?)`/, '`', 'code'],
  [/^_(.+?)_/, '_', 'italic'],
]

/** A line: `**bold**`, `_italic_`, `==highlight==`, `` `code` ``, and `{wrong|right}` for what's mended at once. */
function* line(text: string, pace: Pace): Generator<Stroke> {
  for (let rest = text; rest !== ''; ) {
    const mistake = /^\{(.*?)\|(.*?)\}/.exec(rest)
    const [found] = marks.flatMap(([pattern, sign, name]) => {
      const hit = pattern.exec(rest)
      return hit ? [{ hit, sign, name }] : []
    })
    const plain = /^[^{*=`_]+|^./.exec(rest)![0]
    if (mistake) yield* corrected(mistake[1]!, mistake[2]!, pace)
    else if (found) yield* marked(found.sign, found.name, found.hit[1]!, pace)
    else yield* letters(plain, pace)
    rest = rest.slice((mistake ?? found?.hit ?? [plain])[0].length)
  }
}

/** A click at the end of the text block that holds some words. */
function goTo(words: string): Stroke {
  return { after: 2_500, caret: doc => edgeOf(doc, words).end }
}

const enter: Stroke = {
  after: 500,
  edit: (transform, caret) => {
    const place = transform.doc.resolve(caret)
    if (/Item$/.test(place.node(-1).type.name)) transform.split(caret, 2)
    else transform.split(caret, 1, [{ type: schema.nodes.paragraph! }])
    return undefined
  },
}
/** Enter once more, on an empty last line of a list or a quote. */
const leaveBlock: Stroke = { after: 300, edit: leave }

/**
 * Types lines into an empty paragraph, with Enter between them. What a line begins with (`## `, `- `, `[ ] `, `> `) is
 * turned by its space into that block; in a list it's typed once.
 */
export function* write(lines: readonly string[], pace: Pace): Generator<Stroke> {
  let last = ''
  for (const [i, text] of lines.entries()) {
    const sign = /^(#+|-|1\.|\[ \]|>) /.exec(text)?.[0] ?? ''
    if (i > 0) yield enter
    if (last !== sign && /[-\].>]/.test(last)) yield leaveBlock
    if (sign && (last !== sign || sign.startsWith('#'))) {
      yield* letters(sign.trimEnd(), pace)
      yield { after: pace.key, edit: (transform, caret) => turnInto(transform, caret, sign) }
    }
    yield* line(text.slice(sign.length), pace)
    last = sign
  }
}

/** Goes to the end of the block that holds some words, and writes on below it. */
export function* writeBelow(words: string, lines: readonly string[], pace: Pace): Generator<Stroke> {
  yield goTo(words)
  yield enter
  yield* write(lines, pace)
}

/** Selects some words and types others over them. */
export function* typeOver(words: string, by: string, pace: Pace): Generator<Stroke> {
  const [first = '', ...rest] = by
  yield {
    after: 3_000,
    edit: transform => {
      const { from, to } = edgeOf(transform.doc, words)
      if (first) transform.replaceWith(from, to, schema.text(first, transform.doc.resolve(from + 1).marks()))
      else transform.delete(from, to)
      return from + first.length
    },
  }
  yield* letters(rest.join(''), pace)
}

/** Puts in a table and fills it, cell by cell. */
export function* table(rows: string[][], pace: Pace): Generator<Stroke> {
  yield { after: 4_000, edit: (transform, caret) => insertTable(transform, caret, rows.length, rows[0]!.length) }
  for (const cell of rows.flat()) {
    yield* line(cell, pace)
    yield { after: 700, caret: nextBlock }
  }
}

/** Selects from some words to the end of the block that holds others, and deletes it. */
export function cut(from: string, to: string): Stroke {
  return {
    after: 5_000,
    edit: transform => {
      const start = transform.doc.resolve(edgeOf(transform.doc, from).from).before(1)
      transform.delete(start, transform.doc.resolve(edgeOf(transform.doc, to).from).after(1))
      return undefined
    },
  }
}

/** A click on the box of a task. */
export function tick(words: string): Stroke {
  return {
    after: 2_000,
    edit: transform => {
      const place = transform.doc.resolve(edgeOf(transform.doc, words).from)
      transform.setNodeAttribute(place.before(-1), 'checked', true)
      return undefined
    },
  }
}
