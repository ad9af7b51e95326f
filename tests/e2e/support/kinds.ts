import type { NodeJSON } from '@/lib/document/schema'
import { block, documentOf, paragraph, task, text } from './documents'

const item = (words: string, ...more: NodeJSON[]) => block('listItem', null, paragraph(words), ...more)
const cell = (type: string, words: string) => block(type, null, paragraph(words))
const row = (type: string, ...words: string[]) => block('tableRow', null, ...words.map(each => cell(type, each)))
const link = { type: 'link', attrs: { href: '/?query=linked', title: null } }

export const table = block('table', null, row('tableHeader', 'Name', 'Value'), row('tableCell', 'a', 'b'))
/** One cell short: what a repairing editor would mend. */
const ragged = block('table', null, row('tableCell', 'a', 'b'), row('tableCell', 'c'))
const code = block('codeBlock', { language: 'ts' }, text('const a = 1\n\n  return a'))
const divider = block('horizontalRule', null)
const bullets = block('bulletList', null, item('one', block('bulletList', null, item('one in one'))), item('two'))
export const tasks = block(
  'taskList',
  null,
  task('to do'),
  task('done', true),
  block('taskItem', { checked: false }, paragraph('outer'), block('taskList', null, task('inner'))),
)

/** Documents with each kind of node and mark, between paragraphs and at the document's ends. */
export const kinds: Record<string, NodeJSON> = {
  'an empty document': documentOf(''),
  'empty paragraphs': documentOf('', '', 'words', ''),
  headings: documentOf(
    ...[1, 2, 3, 4, 5, 6].map(level => block('heading', { level }, text(`Heading ${level}`))),
    block('heading', { level: 1 }),
  ),
  'nested lists': documentOf(
    'before',
    bullets,
    block('orderedList', { start: 3, type: 'a' }, item('third', bullets), item('fourth')),
  ),
  'a task list': documentOf('before', tasks, 'after'),
  quotes: documentOf(block('blockquote', null, paragraph('quoted'), block('blockquote', null, paragraph('twice')))),
  'a code block': documentOf('before', code, 'after'),
  'a code block at either end': documentOf(code, 'middle', code),
  'a table': documentOf('before', table, 'after'),
  'a table at either end': documentOf(table, 'middle', table),
  'a ragged table': documentOf('before', ragged, 'after'),
  dividers: documentOf('before', divider, 'after'),
  'dividers at either end': documentOf(divider, 'middle', divider),
  'nothing but a divider': documentOf(divider),
  'lines in a paragraph': documentOf(
    block('paragraph', null, text('one'), block('hardBreak', null), text('two'), block('hardBreak', null)),
  ),
  marks: documentOf(
    block(
      'paragraph',
      null,
      ...['bold', 'italic', 'underline', 'strike', 'code', 'highlight'].map(mark => text(`${mark} `, mark)),
      text('all', 'bold', 'italic', 'underline', 'strike', 'highlight'),
    ),
    block('paragraph', null, text('ends in '), text('code', 'code')),
  ),
  links: documentOf(
    block('paragraph', null, text('see '), { ...text('this page'), marks: [link] }, text(' or https://example.com '), {
      ...text('at the end'),
      marks: [link],
    }),
  ),
  'directions and languages': documentOf(
    block('paragraph', { dir: 'rtl', lang: 'he' }, text('שלום עולם')),
    block('heading', { level: 2, dir: 'auto' }, text('مرحبا 漢字 😀')),
  ),
}
