import type { NodeJSON } from '@/lib/document/schema'

/** Steps on `paragraphs('Hello 😀 world', 'Second')` (content size 24) that must never get into the log, by the number of the hostile list. */
export type Hostile = [what: string, ...steps: unknown[]]

const p = (text: string, marks?: NodeJSON['marks']): NodeJSON => ({
  type: 'paragraph',
  content: [{ type: 'text', text, ...(marks && { marks }) }],
})
const insert = (...content: unknown[]) => ({ stepType: 'replace', from: 0, to: 0, slice: { content } })
const type = (text: unknown, marks?: unknown) => ({
  stepType: 'replace',
  from: 1,
  to: 1,
  slice: { content: [{ type: 'text', text, ...(marks !== undefined && { marks }) }] },
})
const cut = (from: unknown, to: unknown) => ({ stepType: 'replace', from, to })
const mark = (mark: unknown, from: unknown = 1, to: unknown = 5) => ({ stepType: 'addMark', from, to, mark })
const link = (attrs: unknown) => mark({ type: 'link', attrs })
const attr = (name: unknown, value: unknown, pos: unknown = 0) => ({ stepType: 'attr', pos, attr: name, value })
const around = (fields: object) => ({
  stepType: 'replaceAround',
  from: 0,
  to: 16,
  gapFrom: 0,
  gapTo: 16,
  insert: 1,
  slice: { content: [{ type: 'blockquote' }] },
  structure: true,
  ...fields,
})

/** A quotation in a quotation, `depth` nodes deep with the paragraph in it. */
export function nested(depth: number): NodeJSON {
  let node = p('deep')
  for (let i = 2; i < depth; i++) node = { type: 'blockquote', content: [node] }
  return node
}

const bold = { type: 'bold' }
const https = 'https://example.org/'
// `__proto__` as a key of its own, as JSON.parse makes it.
const proto = (json: string) => JSON.parse(json.replaceAll('PROTO', '"__proto__":{"isAdmin":true}'))
const unsafe = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '\u0001javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>',
  'vbscript:x',
  'blob:https://a/1',
  'file:///etc/passwd',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
]

export const hostileSteps: Hostile[] = [
  ['H-39 replace with from after to', { ...cut(5, 2), slice: { content: [{ type: 'text', text: 'x' }] } }],
  ['H-39 delete with from after to', cut(5, 2)],
  ['H-39 addMark with from after to', mark(bold, 5, 1)],
  ['H-39 removeMark of a link to nowhere', { stepType: 'removeMark', from: 1, to: 5, mark: { type: 'link' } }],
  ['H-39 addMark of a link to nowhere, to nothing', { stepType: 'addMark', from: 1, to: 1, mark: { type: 'link' } }],
  ['H-39 removeMark with from after to', { stepType: 'removeMark', from: 5, to: 1, mark: bold }],
  ...[-1, 25, 1e9, 1.5, Number.POSITIVE_INFINITY, null, '1', 2 ** 53, -0.5, [1], {}, true].flatMap<Hostile>(bad => [
    [`H-40 replace from ${JSON.stringify(bad)}`, cut(bad, 24)],
    [`H-40 replace to ${JSON.stringify(bad)}`, cut(1, bad)],
    [`H-40 addMark to ${JSON.stringify(bad)}`, mark(bold, 1, bad)],
    [`H-40 attr at ${JSON.stringify(bad)}`, attr('dir', 'rtl', bad)],
    [`H-43 replaceAround gap from ${JSON.stringify(bad)}`, around({ gapFrom: bad })],
  ]),
  ['H-40 a position missing', { stepType: 'replace', from: 1 }],
  ...['evil', '__proto__', 'constructor', 'toString', 'docAttr', 'addNodeMark', 'removeNodeMark', ''].map<Hostile>(
    stepType => [
      `H-41 stepType ${stepType}`,
      { stepType, from: 1, to: 2, pos: 0, attr: 'dir', value: 'rtl', mark: bold },
    ],
  ),
  ['H-41 stepType missing', { from: 1, to: 2 }],
  ['H-41 stepType no text', { stepType: 1, from: 1, to: 2 }],
  ...[null, [], 'x', 5].map<Hostile>(step => [`H-41 a step that is ${JSON.stringify(step)}`, step]),
  ...[-1, 0.5, 1e9, 3, '1', Number.POSITIVE_INFINITY].flatMap<Hostile>(open => [
    [`H-42 openStart ${open}`, { stepType: 'replace', from: 0, to: 0, slice: { content: [p('x')], openStart: open } }],
    [`H-42 openEnd ${open}`, { stepType: 'replace', from: 0, to: 0, slice: { content: [p('x')], openEnd: open } }],
  ]),
  ...[{}, [null], 'x', 5, [[]], [{}], [{ type: 5 }]].map<Hostile>(content => [
    `H-42 content ${JSON.stringify(content)}`,
    { stepType: 'replace', from: 0, to: 0, slice: { content } },
  ]),
  ...['x', 5, []].map<Hostile>(slice => [
    `H-42 slice ${JSON.stringify(slice)}`,
    { stepType: 'replace', from: 1, to: 1, slice },
  ]),
  ['H-43 gap outside', around({ gapFrom: 0, gapTo: 20 })],
  ['H-43 gap turned round', around({ gapFrom: 10, gapTo: 4 })],
  ...[-5, 1e9, 3, 0.5, null, '1'].map<Hostile>(insert => [`H-43 insert ${JSON.stringify(insert)}`, around({ insert })]),
  ['H-43 gap inside of text', around({ gapFrom: 3, gapTo: 9 })],
  ...['evil', '__proto__', 'constructor', 'hasOwnProperty', 'script', 'image'].flatMap<Hostile>(type => [
    [`H-44 node ${type}`, insert({ type })],
    [`H-44 mark ${type}`, mark({ type })],
    [`H-44 text with mark ${type}`, insert(p('x', [{ type }]))],
  ]),
  ['H-44 doc in doc', insert({ type: 'doc', content: [p('x')] })],
  ['H-45 empty list', insert({ type: 'bulletList' })],
  ['H-45 empty quote', insert({ type: 'blockquote' })],
  ['H-45 paragraph in a list', insert({ type: 'bulletList', content: [p('x')] })],
  ['H-45 text in a quote', insert({ type: 'blockquote', content: [{ type: 'text', text: 'x' }] })],
  ['H-45 text between blocks', insert({ type: 'text', text: 'x' })],
  [
    'H-45 item that begins with a list',
    insert({ type: 'bulletList', content: [{ type: 'listItem', content: [nested(3)] }] }),
  ],
  ['H-45 list item outside of a list', insert({ type: 'listItem', content: [p('x')] })],
  ['H-45 cell outside of a table', insert({ type: 'tableCell', content: [p('x')] })],
  ['H-45 empty cell', insert({ type: 'table', content: [{ type: 'tableRow', content: [{ type: 'tableCell' }] }] })],
  ['H-45 marks in code', insert({ type: 'codeBlock', content: [{ type: 'text', text: 'x', marks: [bold] }] })],
  ['H-45 a break in code', insert({ type: 'codeBlock', content: [{ type: 'hardBreak' }] })],
  ['H-45 three equal marks', insert(p('x', [bold, bold, bold]))],
  ['H-45 20,000 marks', insert(p('x', Array(20_000).fill(bold)))],
  ['H-45 code beside bold', insert(p('x', [bold, { type: 'code' }]))],
  ['H-45 a mark on a paragraph', insert({ ...p('x'), marks: [bold] })],
  ['H-46 nothing left', cut(0, 24)],
  ['H-46 half a paragraph', cut(0, 5)],
  ...['', {}, [], 5, null, true].map<Hostile>(text => [`H-47 text ${JSON.stringify(text)}`, type(text)]),
  ['H-48 NUL in text', type('a\u0000b')],
  ['H-48 NUL in an address', link({ href: `${https}\u0000` })],
  ['H-48 NUL in a title', link({ href: https, title: 'a\u0000' })],
  ['H-49 a lone high surrogate', type('a\ud83d')],
  ['H-49 a lone low surrogate', type('\ude00b')],
  ['H-49 text into the middle of 😀', { ...cut(8, 8), slice: { content: [{ type: 'text', text: 'x' }] } }],
  ['H-49 half of 😀 deleted', cut(7, 8)],
  ['H-49 half of 😀 bold', mark(bold, 1, 8)],
  [
    'H-49 a split in the middle of 😀',
    { ...cut(8, 8), slice: { content: [p(''), p('')].map(({ type }) => ({ type })), openStart: 1, openEnd: 1 } },
  ],
  ['H-49 a lone surrogate in a title', link({ href: https, title: '\ud83d' })],
  ['H-51 nested 33 deep', insert(nested(33))],
  ['H-51 wrapped until it is 33 deep', insert(nested(32)), around({ to: 0 + 66, gapTo: 66 })],
  ...unsafe.map<Hostile>(href => [`H-54 ${JSON.stringify(href)}`, link({ href })]),
  ...unsafe.map<Hostile>(href => [
    `H-54 inserted ${JSON.stringify(href)}`,
    insert(p('x', [{ type: 'link', attrs: { href } }])),
  ]),
  ...[undefined, null, { a: 1 }, [https], 5, true, https.padEnd(8_192, 'a')].map<Hostile>(href => [
    `H-55 href ${String(JSON.stringify(href)).slice(0, 20)}`,
    link({ href }),
  ]),
  ['H-55 link without anything', mark({ type: 'link' })],
  ['H-55 link without anything, nowhere', mark({ type: 'link' }, 1, 1)],
  ['H-55 link without anything, taken away', { stepType: 'removeMark', from: 1, to: 5, mark: { type: 'link' } }],
  ...[0, 7, 99, {}, '1', 1.5].flatMap<Hostile>(level => [
    [`H-57 heading level ${JSON.stringify(level)}`, insert({ type: 'heading', attrs: { level } })],
    [`H-57 level ${JSON.stringify(level)} by attr`, insert({ type: 'heading' }), attr('level', level)],
  ]),
  ...[1e308, {}, '1"><img onerror>', -1].flatMap<Hostile>(start => {
    const list = { type: 'orderedList', content: [{ type: 'listItem', content: [p('x')] }] }
    return [
      [`H-57 start ${JSON.stringify(start)}`, insert({ ...list, attrs: { start } })],
      [`H-57 start ${JSON.stringify(start)} by attr`, insert(list), attr('start', start)],
    ]
  }),
  ...['a'.repeat(100_000), ['js'], '<b>', { toString: 'x' }].flatMap<Hostile>(language => [
    [`H-57 language ${JSON.stringify(language).slice(0, 20)}`, insert({ type: 'codeBlock', attrs: { language } })],
    ['H-57 language by attr', insert({ type: 'codeBlock' }), attr('language', language)],
  ]),
  ...['evil', '__proto__', 'constructor', 'class', 'style', 'onclick', 'level', ''].map<Hostile>(name => [
    `H-58 attr ${name} of a paragraph`,
    attr(name, { isAdmin: true }),
  ]),
  ['H-58 attr of a text', attr('dir', 'rtl', 3)],
  ['H-58 attr name no text', attr(['dir'], 'rtl')],
  ['H-58 docAttr', { stepType: 'docAttr', attr: 'evil', value: 1 }],
  ['H-60 __proto__ in a step', proto('{"stepType":"evil",PROTO}')],
  ['H-60 __proto__ for attributes', insert(proto('{"type":"heading","attrs":{"level":9,PROTO}}'))],
]
