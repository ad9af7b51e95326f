import type { Node } from '@tiptap/pm/model'

export type Counts = { words: number; characters: number }

// Scripts that don't part their words.
const unparted = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const word = /[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu

export function countWords(text: string): number {
  if (!unparted.test(text)) return text.match(word)?.length ?? 0
  let count = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text))
    if (isWordLike) count++
  return count
}

// Nodes are never changed: while one writes, all blocks but one are those of before.
const known = new WeakMap<Node, Counts>()

/** Words and characters (letters as people see them, without ends of lines) of a document or a part of it. */
export function countsOf(node: Node): Counts {
  const counted = known.get(node)
  if (counted) return counted
  let [words, characters] = [0, 0]
  if (node.isTextblock) {
    const text = node.textBetween(0, node.content.size, '\n', ' ')
    words = countWords(text)
    characters = [...text].length
  } else
    node.forEach(child => {
      const own = countsOf(child)
      words += own.words
      characters += own.characters
    })
  const counts = { words, characters }
  known.set(node, counts)
  return counts
}
