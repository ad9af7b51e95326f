import type { Match } from '@/lib/protocol/http'

/** A piece of a document's text with what was searched for marked in it. */
export function Hits({ match: { text, ranges } }: { match: Match }) {
  const parts: { text: string; hit: boolean; at: number }[] = []
  let end = 0
  for (const [from, to] of ranges) {
    if (from < end) continue
    parts.push(
      { text: text.slice(end, from), hit: false, at: end },
      { text: text.slice(from, to), hit: true, at: from },
    )
    end = to
  }
  parts.push({ text: text.slice(end), hit: false, at: end })
  return parts.map(part =>
    part.hit ? (
      <mark key={`hit${part.at}`} className="rounded-sm bg-hit text-ink">
        {part.text}
      </mark>
    ) : (
      <span key={part.at}>{part.text}</span>
    ),
  )
}

/** A hit with little before it, for where there's room for a few words only. */
export function fromHit({ text, ranges }: Match, before = 16): Match {
  const first = ranges[0]?.[0] ?? 0
  const start = first > before ? text.indexOf(' ', first - before) + 1 : 0
  if (start === 0 || start > first) return { text, ranges }
  const moved = ranges.map(([from, to]): [number, number] => [from - start + 1, to - start + 1])
  return { text: `…${text.slice(start)}`, ranges: moved }
}

/** Where words of a query stand in a title; the server marks hits in the text only. */
export function titleMatch(title: string, query: string): Match {
  const terms = query
    .toLocaleLowerCase()
    .split(/[\s"]+/)
    .filter(Boolean)
  const folded = title.toLocaleLowerCase()
  if (folded.length !== title.length) return { text: title, ranges: [] }
  const ranges = terms.flatMap((term): [number, number][] => {
    const at = folded.indexOf(term)
    return at < 0 ? [] : [[at, at + term.length]]
  })
  return { text: title, ranges: ranges.sort(([a], [b]) => a - b) }
}
