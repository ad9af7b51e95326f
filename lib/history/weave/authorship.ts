import { type Run, Runs } from './runs'
import type { Weave } from './weave'

/** Who wrote a stretch; and, where it was moved or brought back since, the revision that did that last. */
export type Written = Run & { brought: number | null }

/**
 * Who wrote what, of the document at a revision: runs over all of its positions, or those between two. What was moved or
 * restored stays with who wrote it.
 */
export function authorship(weave: Weave, revision: number, from = 0, to = Number.POSITIVE_INFINITY): Written[] {
  const { tokens, revisions } = weave
  const ids = weave.at(revision)
  const runs = new Runs<{ brought: number | null }>(revisions, (run, { brought }) => run.brought === brought)
  for (let position = from; position < Math.min(to, ids.length); position++) {
    const id = ids[position]!
    const root = tokens.root(id)
    runs.add(position, tokens.birth[root]!, { brought: root === id ? null : tokens.birth[id]! })
  }
  return runs.list
}
