import type { Node } from '@tiptap/pm/model'

type Written = { authorId: string; from: number; to: number }

/** How many characters somebody wrote of a document, and which part of all of them that is. */
export type Share = { authorId: string; characters: number; share: number }

/** Who wrote how much of a document's text, the most first. @param runs in order */
export function sharesOf(doc: Node, runs: readonly Written[]): Share[] {
  const counts = new Map<string, number>()
  let all = 0
  eachText(doc, runs, ({ authorId }, characters) => {
    counts.set(authorId, (counts.get(authorId) ?? 0) + characters)
    all += characters
  })
  return [...counts]
    .map(([authorId, characters]) => ({ authorId, characters, share: characters / all }))
    .sort((a, b) => b.characters - a.characters)
}

/** Those in which there's text to be seen; others are of blocks alone. */
export function withText<T extends Written>(doc: Node, runs: readonly T[]): T[] {
  const seen = new Set<T>()
  eachText(doc, runs, run => seen.add(run))
  return [...seen]
}

function eachText<T extends Written>(doc: Node, runs: readonly T[], on: (run: T, characters: number) => void): void {
  let i = 0
  doc.descendants((node, position) => {
    if (!node.isText) return
    const end = position + node.nodeSize
    while (i < runs.length && runs[i]!.to <= position) i++
    for (let at = i; at < runs.length && runs[at]!.from < end; at++) {
      const { from, to } = runs[at]!
      on(runs[at]!, Math.min(to, end) - Math.max(from, position))
    }
  })
}
