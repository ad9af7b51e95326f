import { expect, it } from 'vitest'
import { countsOf, countWords } from '@/app/_components/editor/outline/counts'
import { schema } from '@/lib/document/schema'

it.each([
  ['', 0],
  ['one', 1],
  ["it's a well-known word, isn’t it?", 6],
  ['  1.5 and 2,5 …  –', 4],
  ['Füße naïve שלום', 3],
  ['我们在这里', 3],
])('[WT14] counts the words of %j', (text, count) => {
  expect(countWords(text)).toBe(count)
})

it('[WT14] counts letters as people see them, and no ends of lines', () => {
  const p = (text: string) => schema.node('paragraph', null, text ? [schema.text(text)] : [])
  expect(countsOf(schema.node('doc', null, [p('ab 😀'), p(''), p('c')]))).toEqual({ words: 2, characters: 5 })
})
