import { type Mark, Node } from '@tiptap/pm/model'
import { expect, test } from 'vitest'
import { renderHTML } from '@/lib/document/html'
import { type NodeJSON, schema } from '@/lib/document/schema'

const render = (...content: NodeJSON[]) => renderHTML(Node.fromJSON(schema, { type: 'doc', content }))
const text = (text: string, ...marks: NonNullable<NodeJSON['marks']>): NodeJSON => ({
  type: 'text',
  text,
  ...(marks.length > 0 && { marks }),
})
const paragraph = (...content: NodeJSON[]): NodeJSON => ({ type: 'paragraph', content })

/** One block for each node type, with what it needs around it. */
const blocks: Record<string, [NodeJSON, string]> = {
  paragraph: [{ type: 'paragraph', attrs: { dir: 'rtl', lang: 'ar' } }, '<p dir="rtl" lang="ar"></p>'],
  heading: [{ type: 'heading', attrs: { level: 3 }, content: [text('H')] }, '<h3>H</h3>'],
  blockquote: [{ type: 'blockquote', content: [paragraph(text('q'))] }, '<blockquote><p>q</p></blockquote>'],
  bulletList: [
    { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph()] }] },
    '<ul><li><p></p></li></ul>',
  ],
  orderedList: [
    { type: 'orderedList', attrs: { start: 4 }, content: [{ type: 'listItem', content: [paragraph()] }] },
    '<ol start="4"><li><p></p></li></ol>',
  ],
  taskList: [
    {
      type: 'taskList',
      content: [
        { type: 'taskItem', attrs: { checked: true }, content: [paragraph(text('a "b"'))] },
        { type: 'taskItem', attrs: { checked: false }, content: [paragraph()] },
      ],
    },
    '<ul data-type="taskList">' +
      '<li data-type="taskItem" data-checked="true"><label><input type="checkbox" disabled aria-label="a &quot;b&quot;" checked></label><div><p>a "b"</p></div></li>' +
      '<li data-type="taskItem" data-checked="false"><label><input type="checkbox" disabled aria-label="–"></label><div><p></p></div></li></ul>',
  ],
  codeBlock: [
    { type: 'codeBlock', attrs: { language: 'ts' }, content: [text('a < b')] },
    '<pre><code class="language-ts">a &lt; b</code></pre>',
  ],
  horizontalRule: [{ type: 'horizontalRule' }, '<hr/>'],
  hardBreak: [paragraph(text('a'), { type: 'hardBreak' }, text('b')), '<p>a<br/>b</p>'],
  table: [
    {
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [
            { type: 'tableHeader', attrs: { colspan: 1, rowspan: 1 }, content: [paragraph(text('h'))] },
            { type: 'tableCell', attrs: { colspan: 1, rowspan: 2, align: 'right' }, content: [paragraph(text('c'))] },
          ],
        },
      ],
    },
    '<tbody><tr><th colspan="1" rowspan="1"><p>h</p></th><td colspan="1" rowspan="2" style="text-align: right"><p>c</p></td></tr></tbody>',
  ],
}
const within = ['doc', 'text', 'listItem', 'taskItem', 'tableRow', 'tableHeader', 'tableCell']

test('[PJ25] every node type renders', () => {
  expect([...Object.keys(blocks), ...within].sort()).toEqual(Object.keys(schema.nodes).sort())
  for (const [json, html] of Object.values(blocks)) expect(render(json)).toContain(html)
})

test('[PJ25] every mark renders, and links open apart', () => {
  const marks: Record<string, string> = {
    bold: '<strong>x</strong>',
    italic: '<em>x</em>',
    underline: '<u>x</u>',
    strike: '<s>x</s>',
    code: '<code>x</code>',
    highlight: '<mark>x</mark>',
    link: '<a target="_blank" rel="noopener noreferrer nofollow ugc" href="https://example.org/?a=1&amp;b=2" title="t">x</a>',
  }
  expect(Object.keys(marks).sort()).toEqual(Object.keys(schema.marks).sort())
  for (const [type, html] of Object.entries(marks)) {
    const attrs = type === 'link' ? { attrs: { href: 'https://example.org/?a=1&b=2', title: 't' } } : {}
    expect(render(paragraph(text('x', { type, ...attrs })))).toBe(`<p>${html}</p>`)
  }
})

test('[PJ26] hostile text is text', () => {
  const hostile = `<script>alert(1)</script><img src=x onerror="alert('&amp;')">`
  const html = render(paragraph(text(hostile)), { type: 'codeBlock', content: [text(`</code></pre>${hostile}`)] })
  expect(html).not.toMatch(/<(script|img)/)
  expect(html.match(/<\/code><\/pre>/g)).toHaveLength(1)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror="alert(\'&amp;amp;\')"&gt;')
})

test('[PJ26] attributes that the schema would refuse stay inside their quotes, and such addresses are left out', () => {
  const breakout = '"><script>alert(1)</script><a x="'
  // Set past the validators: as if a hostile value had found its way around the door.
  const forced = <T extends Mark | Node>(made: T, attrs: Record<string, unknown>): T =>
    Object.assign(made, { attrs: { ...made.attrs, ...attrs } })
  const mark = (href: string) => forced(schema.mark('link', { href: 'https://x.org' }), { href, title: breakout })
  const doc = schema.node('doc', null, [
    forced(schema.node('paragraph', null, schema.text('p', [mark(`https://x.org/${breakout}`)])), {
      dir: breakout,
      lang: breakout,
    }),
    forced(schema.node('codeBlock', null, schema.text('c')), { language: breakout }),
    schema.node('paragraph', null, schema.text('j', [mark('javascript:alert(1)')])),
  ])
  const html = renderHTML(doc)
  expect(html).not.toContain('<script')
  expect(html).not.toContain('javascript:')
})
