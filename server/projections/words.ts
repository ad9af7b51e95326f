import { cutText } from '@/lib/document/text'
import { breath, fewAtATime } from '@/server/promises'

/**
 * What counts as a word, in documents and in what people search for, so that the two meet. PostgreSQL's own parser would
 * make hosts, numbers and compounds of it, and one word of a sentence in a script without spaces: there each
 * character is a word.
 */
const spaceless =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
export const wordPattern = new RegExp(`[${spaceless}]|(?:(?![${spaceless}])[\\p{L}\\p{M}\\p{N}])+`, 'gu')
const spacelessStart = new RegExp(`^[${spaceless}]`, 'u')
const longest = 80

/** Whether a text begins in a script that puts no spaces between words. */
export function isSpaceless(text: string): boolean {
  return spacelessStart.test(text)
}

/** The words of a text as they are searched: lower case, compatible forms made one, overlong ones cut. */
export function wordsOf(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().match(wordPattern) ?? []
  return words.map(word => (word.length > longest ? cutText(word, longest) : word))
}

/** The same of a text of any length, in pieces between which others are heard. */
export async function allWordsOf(text: string): Promise<string[]> {
  return (await fewAtATime(piecesOf(text), wordsOf, 1)).flat()
}

// A word that's as long as a piece may come apart; it's cut anyway.
const piece = 50_000
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; ) {
    const rest = text.slice(start, start + piece + 1)
    const gap = rest.length <= piece ? -1 : Math.max(rest.lastIndexOf(' '), rest.lastIndexOf('\n'))
    const next = gap > 0 ? rest.slice(0, gap) : cutText(rest, piece)
    pieces.push(next)
    start += next.length
  }
  return pieces
}

// A tsvector holds 1 MiB: per word its bytes, padding and two positions.
const largestVector = 900_000
const perWord = 8
const inOneGo = 20_000

/**
 * A tsvector of the distinct words as PostgreSQL reads it: the title's with weight A, the text's with weight B. From
 * texts of more different words than fit (some 60,000), the later ones are left out.
 */
export async function searchVector(title: string, words: readonly string[]): Promise<string> {
  const weights = new Map<string, string>()
  let size = 0
  const add = (word: string, weight: string) => {
    const known = weights.get(word)
    if (known?.includes(weight)) return
    if (known === undefined) size += Buffer.byteLength(word) + perWord
    if (size <= largestVector) weights.set(word, known === undefined ? weight : `${known},${weight}`)
  }
  for (const word of wordsOf(title)) add(word, '1A')
  for (const [index, word] of words.entries()) {
    if (index > 0 && index % inOneGo === 0) await breath()
    add(word, '2B')
  }
  return [...weights].map(([word, weight]) => `'${word}':${weight}`).join(' ')
}

/** A tsquery for documents that hold all these words, each perhaps only begun; null where there's no word. */
export function searchQuery(query: string): string | null {
  const words = [...new Set(wordsOf(query))]
  return words.length > 0 ? words.map(word => `'${word}':*`).join(' & ') : null
}
