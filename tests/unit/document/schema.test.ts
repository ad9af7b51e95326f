import { Mark, type MarkType, Node, type NodeType } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { isSafeAddress } from '@/lib/document/attributes'
import { schema } from '@/lib/document/schema'
import { everything } from '../../support/sample'

const types: (NodeType | MarkType)[] = [...Object.values(schema.nodes), ...Object.values(schema.marks)]
const attributes = types.flatMap(type =>
  Object.entries(type.spec.attrs ?? {}).map(([name, spec]) => ({ type: type.name, name, validate: spec.validate })),
)

/** What no attribute may ever be, whatever it's called. */
const hostile: [string, unknown][] = [
  ['an object', { a: 1 }],
  ['an object with a prototype', JSON.parse('{"__proto__":{"isAdmin":true}}')],
  ['an array', ['a']],
  ['an array of arrays', [[1]]],
  ['8 KB of text', 'https://example.org/'.padEnd(8_192, 'a')],
  ['text with NUL', 'a\u0000b'],
  ['a lone surrogate', 'a\ud800'],
  ['markup', '1"><img src=x onerror=alert(1)>'],
  ['a number that is none', Number.NaN],
  ['an endless number', Number.POSITIVE_INFINITY],
  ['a fraction', 0.5],
  ['a negative number', -1],
  ['a huge number', 2 ** 53],
  ['nothing', undefined],
  ['a function', () => 1],
]

describe('the schema', () => {
  test('[SC1] has the names of Tiptap, and no others', () => {
    expect(Object.keys(schema.nodes).sort()).toEqual(
      `blockquote bulletList codeBlock doc hardBreak heading horizontalRule listItem orderedList paragraph table
       tableCell tableHeader tableRow taskItem taskList text`.split(/\s+/),
    )
    expect(Object.keys(schema.marks).sort()).toEqual('bold code highlight italic link strike underline'.split(' '))
  })

  test('[SC2] has a validator for every attribute', () => {
    expect(attributes.length).toBeGreaterThan(20)
    expect(attributes.filter(({ validate }) => typeof validate !== 'function')).toEqual([])
  })

  test.each(attributes)('[SC3] refuses a hostile value of $type.$name', ({ type, name, validate }) => {
    const judge = validate as (value: unknown) => void
    const accepted = hostile.filter(([, value]) => {
      try {
        judge(value)
        return true
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
        return false
      }
    })
    // A link's title is shown as text: markup in it is only strange.
    const harmless = `${type}.${name}` === 'link.title' ? ['markup'] : []
    expect(accepted.map(([what]) => what)).toEqual(harmless)
  })

  test('[SC3] refuses hostile attributes wherever JSON is read', () => {
    const node = (type: string, attrs: object) => () => Node.fromJSON(schema, { type, attrs })
    for (const level of [0, 7, 99, '1', {}, null]) expect(node('heading', { level })).toThrow(RangeError)
    for (const start of [1e308, {}, '1"><img onerror>', -1]) expect(node('orderedList', { start })).toThrow(RangeError)
    for (const language of ['a'.repeat(1_000_000), ['js'], '__proto__ ', '<b>'])
      expect(node('codeBlock', { language })).toThrow(RangeError)
    for (const href of [null, { a: 1 }, ['https://a.b/'], 5, true])
      expect(() => Mark.fromJSON(schema, { type: 'link', attrs: { href } })).toThrow(RangeError)
  })

  test('[SC4] takes every attribute at its default and at another value', () => {
    everything().check()
    const seen = new Set<string>()
    const note = ({ type, attrs }: Node | Mark) => {
      for (const [name, { default: usual }] of Object.entries(type.spec.attrs ?? {}))
        if (JSON.stringify(attrs[name]) !== JSON.stringify(usual)) seen.add(`${type.name}.${name}`)
    }
    everything().descendants(node => {
      note(node)
      for (const mark of node.marks) note(mark)
    })
    for (const { type, name, validate } of attributes) {
      const usual = schema.nodes[type]?.spec.attrs?.[name]?.default
      if (schema.nodes[type]) expect(() => (validate as (value: unknown) => void)(usual)).not.toThrow()
    }
    expect(seen).toContain('link.href')
    expect(seen).toContain('tableCell.colspan')
    expect(seen).toContain('taskItem.checked')
  })
})

describe('an address', () => {
  const unsafe = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '\u0001javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml,<svg onload=alert(1)>',
    'vbscript:x',
    'blob:https://example.org/1',
    'file:///etc/passwd',
    'ftp://example.org/',
    'cid:1',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'https:evil.example',
    'https:/\\evil.example',
    'https://',
    'https://a b.example/',
    'https://example.org/\u0000',
    'https://example.org/\ud800',
    'example.org',
    '',
    `https://example.org/${'a'.repeat(2_048)}`,
  ]
  const safe = [
    'https://example.org',
    'HTTPS://example.org/a?b=c#d',
    'http://localhost:3000/',
    'http://[::1]/',
    'https://例え.jp/漢字',
    'mailto:a@example.org',
    'tel:+4112345',
    '/documents/1',
    '#here',
    '?revision=812',
  ]
  const linkTo = (href: string) => () => Mark.fromJSON(schema, { type: 'link', attrs: { href } })
  test.each(unsafe)(
    '[SC5] is refused where it might lead into a script or to another host than it shows: %j',
    address => {
      expect(isSafeAddress(address)).toBe(false)
      expect(linkTo(address)).toThrow(RangeError)
    },
  )
  test.each(safe)('[SC5] is taken where it is plain: %j', address => {
    expect(isSafeAddress(address)).toBe(true)
    expect(linkTo(address)).not.toThrow()
  })
})
