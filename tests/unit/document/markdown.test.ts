import { describe, expect, it } from 'vitest'
import { fromMarkdown } from '@/app/_components/editor/paste/from-markdown'
import { looksLikeMarkdown } from '@/app/_components/editor/paste/looks-like-markdown'
import { toMarkdown } from '@/lib/document/markdown'
import { schema } from '@/lib/document/schema'
import { everything } from '../../support/sample'

const paragraph = (...content: Parameters<typeof schema.node>[2][]) =>
  schema.node('doc', null, schema.node('paragraph', null, content.flat() as never))
const marked = (text: string, ...marks: string[]) =>
  schema.text(
    text,
    marks.map(type => schema.mark(type)),
  )

describe('Markdown', () => {
  it('[WT12] of a document, read again, is the same document without what Markdown does not know', () => {
    const markdown = toMarkdown(everything())
    const read = fromMarkdown(markdown)!
    expect(toMarkdown(read)).toBe(markdown)
    expect(read.textContent).toBe(everything().textContent)
  })

  it.each([
    ['blanks stay outside of marks', paragraph(marked('a '), marked('b ', 'bold'), marked('c')), 'a **b** c'],
    ['marks in marks', paragraph(marked('a', 'bold'), marked('b', 'bold', 'italic'), marked('c', 'bold')), '**a*b*c**'],
    ['signs that are meant as themselves', paragraph(marked('a * b_c `d` [e]')), 'a \\* b\\_c \\`d\\` \\[e\\]'],
    ['a beginning that would be a list', paragraph(marked('1. May')), '1\\. May'],
    ['code is as it is', paragraph(marked('a_b*', 'code')), '`a_b*`'],
  ])('[WT12] %s', (_, doc, markdown) => {
    expect(toMarkdown(doc)).toBe(markdown)
    expect(fromMarkdown(markdown)!.textContent).toBe(doc.textContent)
  })

  it('[WT11] holds no address that a document may not hold', () => {
    expect(fromMarkdown('# a\n\n[b](javascript:alert(1)) [c](https://example.com/)')!.toString()).toBe(
      'doc(heading("a"), paragraph("b ", link("c")))',
    )
  })

  it.each([
    '# One\n\n## Two',
    '- a\n- b\n- c',
    '**a** and `b`',
    '```\nx\n```',
    '| a | b |\n| - | - |',
    '- [ ] a\n- [x] b',
  ])('[WT11] is seen in %j', text => expect(looksLikeMarkdown(text)).toBe(true))

  it.each(['a - b', '- one thing', '2 * 3 * 4', '#1 is best', 'snake_case_name', 'C:\\> dir', '# a comment', 'a | b'])(
    '[WT11] is not seen in %j',
    text => expect(looksLikeMarkdown(text)).toBe(false),
  )
})
