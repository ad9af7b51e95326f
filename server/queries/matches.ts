import type { Match } from '@/lib/protocol/http'
import { isSpaceless, wordPattern } from '@/server/projections/words'

type Range = [from: number, to: number]

const before = 60
const snippetLength = 240
const mostSnippets = 3
const mostHits = 200
/** So many words of a query are marked. */
const mostTerms = 12

/**
 * Where a document answers a search: first its title, if that does, then up to three pieces of its text. Words are found
 * by their beginning; the whole query also inside of the title.
 */
export function findMatches(query: string, title: string, text: string): Match[] {
  const patterns = [...new Set(termsOf(query))].slice(0, mostTerms).map(prefixPattern)
  const inTitle = hits(title, [...patterns, literal(query.trim())])
  const matches: Match[] = inTitle.length > 0 ? [{ text: title, ranges: inTitle }] : []
  return [...matches, ...snippets(text, hits(text, patterns))]
}

/** What stands between spaces, from its first word character to its last. */
export function termsOf(query: string): string[] {
  return query.split(/\s+/u).flatMap(term => {
    const words = [...term.matchAll(wordPattern)]
    const [first, last] = [words[0], words.at(-1)]
    return first && last ? [term.slice(first.index, last.index + last[0].length)] : []
  })
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu')
}

function prefixPattern(term: string): RegExp {
  const { source } = literal(term)
  return new RegExp(isSpaceless(term) ? source : `(?<![\\p{L}\\p{M}\\p{N}])${source}`, 'giu')
}

/** In order, overlapping ones joined. */
function hits(text: string, patterns: readonly RegExp[]): Range[] {
  const found: Range[] = []
  for (const pattern of patterns) {
    let count = 0
    for (const hit of text.matchAll(pattern)) {
      if (hit[0] === '' || ++count > mostHits) break
      found.push([hit.index, hit.index + hit[0].length])
    }
  }
  const joined: Range[] = []
  for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

function snippets(text: string, ranges: readonly Range[]): Match[] {
  const matches: Match[] = []
  let next = 0
  while (next < ranges.length && matches.length < mostSnippets) {
    const start = wordStart(text, Math.max(0, ranges[next]![0] - before))
    const end = wholeCharacter(text, Math.min(text.length, Math.max(ranges[next]![1], start + snippetLength)))
    const lead = start > 0 ? '…' : ''
    const inside: Range[] = []
    for (; next < ranges.length && ranges[next]![1] <= end; next++) {
      const [from, to] = ranges[next]!
      inside.push([from - start + lead.length, to - start + lead.length])
    }
    const piece = text.slice(start, end).replace(/[\n\t]/g, ' ')
    if (inside.length === 0) break
    matches.push({ text: `${lead}${piece}${end < text.length ? '…' : ''}`, ranges: inside })
  }
  return matches
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.slice(at, at + before / 2).search(/\s/u)
  return space >= 0 ? at + space + 1 : wholeCharacter(text, at)
}

function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}
