import { Node } from '@tiptap/pm/model'
import { type NodeJSON, schema } from '@/lib/document/schema'

const text = (text: string, ...marks: NonNullable<NodeJSON['marks']>): NodeJSON =>
  marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text }
const block = (type: string, content: NodeJSON[] = [], attrs?: NodeJSON['attrs']): NodeJSON => ({
  type,
  ...(attrs && { attrs }),
  ...(content.length > 0 && { content }),
})
const paragraph = (...content: NodeJSON[]) => block('paragraph', content)
const cell = (type: string, words: string, attrs?: NodeJSON['attrs']) => block(type, [paragraph(text(words))], attrs)
const link = { type: 'link', attrs: { href: 'https://example.org/a?b=c#d', title: 'A page' } }

/** A document with every kind of node and mark, and every attribute at a value that isn't its default. */
export function everything(): Node {
  const doc = block('doc', [
    block('heading', [text('A document')], { level: 2, dir: 'ltr', lang: 'en-GB' }),
    paragraph(
      text('plain '),
      text('bold', { type: 'bold' }),
      text('italic', { type: 'italic' }),
      text('underline', { type: 'underline' }),
      text('strike', { type: 'strike' }),
      text('code', { type: 'code' }),
      text('highlight', { type: 'highlight' }),
      text('link', link),
      text('both 😀', link, { type: 'bold' }),
      block('hardBreak'),
      text('漢字 שלום'),
    ),
    block('paragraph', [text('שלום')], { dir: 'rtl', lang: 'he' }),
    block('bulletList', [
      block('listItem', [paragraph(text('one')), block('orderedList', [block('listItem', [paragraph(text('1'))])])]),
      block('listItem', [paragraph(text('two'))]),
    ]),
    block('orderedList', [block('listItem', [paragraph(text('third'))])], { start: 3, type: 'a' }),
    block('taskList', [
      block('taskItem', [paragraph(text('done'))], { checked: true }),
      block('taskItem', [paragraph(text('to do'))]),
    ]),
    block('blockquote', [paragraph(text('quoted')), block('blockquote', [paragraph(text('twice'))])]),
    block('codeBlock', [text('const a = 1\nconst b = 2')], { language: 'ts' }),
    block('table', [
      block('tableRow', [cell('tableHeader', 'Name', { colwidth: [120] }), cell('tableHeader', 'Value')]),
      block('tableRow', [cell('tableCell', 'a', { align: 'right' }), cell('tableCell', 'b')]),
      block('tableRow', [cell('tableCell', 'wide', { colspan: 2 })]),
    ]),
    block('horizontalRule'),
    paragraph(),
  ])
  return Node.fromJSON(schema, doc)
}

/** A document of all that Markdown can say, with what's easily lost on the way. */
export function plain(): Node {
  const item = (...content: NodeJSON[]) => block('listItem', content)
  const marked = (words: string, ...marks: string[]) => text(words, ...marks.map(type => ({ type })))
  const doc = block('doc', [
    block('heading', [text('A *heading* of C#')], { level: 2 }),
    paragraph(
      text('1 < 2 & 3 > 2 &amp; a_b_c '),
      marked('bold', 'bold'),
      text(' '),
      marked('both', 'bold', 'italic'),
      text(' '),
      marked('struck', 'strike'),
      text(' '),
      marked('a`b``c', 'code'),
      text(' '),
      text('link', { type: 'link', attrs: { href: 'https://example.org/a?b=c#d', title: null } }),
      block('hardBreak'),
      text('漢字 שלום 😀'),
    ),
    block('bulletList', [
      item(paragraph(text('one')), block('orderedList', [item(paragraph(text('1')))], { start: 4 })),
      item(paragraph(text('two')), paragraph(text('and more'))),
    ]),
    block('bulletList', [item(paragraph(text('another list')))]),
    block('taskList', [
      block('taskItem', [paragraph(text('done'))], { checked: true }),
      block('taskItem', [paragraph(text('to do'))]),
    ]),
    paragraph(text('# not a heading')),
    paragraph(text('- not a list')),
    block('blockquote', [paragraph(text('quoted')), block('blockquote', [paragraph(text('twice'))])]),
    block('codeBlock', [text('a = `b`\n\n```\nc')], { language: 'ts' }),
    block('table', [
      block('tableRow', [cell('tableHeader', 'Name'), cell('tableHeader', 'Value|s')]),
      block('tableRow', [cell('tableCell', 'a'), cell('tableCell', 'b')]),
    ]),
    block('horizontalRule'),
    paragraph(text('the end')),
  ])
  return Node.fromJSON(schema, doc)
}
