import { common, createLowlight } from 'lowlight'

const lowlight = createLowlight(common)

type Tree = { type: string; value?: string; properties?: { className?: unknown }; children?: Tree[] }

/** What the parts of some code are, as classes of highlight.js; nothing where the language isn't known. */
export function highlight(language: string, code: string): { from: number; to: number; kind: string }[] {
  if (!lowlight.registered(language)) return []
  const pieces: { from: number; to: number; kind: string }[] = []
  let at = 0
  const walk = (node: Tree, kind: string) => {
    const own = Array.isArray(node.properties?.className) ? node.properties.className.join(' ') : kind
    if (node.type === 'text') {
      const from = at
      at += node.value?.length ?? 0
      if (own) pieces.push({ from, to: at, kind: own })
    }
    for (const child of node.children ?? []) walk(child, own)
  }
  walk(lowlight.highlight(language, code) as Tree, '')
  return pieces
}
