import type { Node } from '@tiptap/pm/model'
import { useEffect, useRef, useState } from 'react'
import { documentWithout } from '@/app/_client/api'
import { schema } from '@/lib/document/schema'
import type { Source } from '@/lib/history/player'
import type { Without } from '@/lib/protocol/past'
import { eventsBetween } from '../list/use-runs'

export type Stretch = { from: number; to: number }
/** The document as it was when it was worked out, what it would be, and the commands that are taken back. */
export type Worked = { base: Node; target: Node; overlaps: Without['overlaps']; undoes: string[] }

// While others write, it's worked out anew only once they rest for a moment.
const rest = 1_500
const mostCommands = 1_000
const portion = 1_000

/** What a document would be without what was done in a stretch; worked out anew when others have written. */
export function useWithout(
  documentId: string,
  source: Source,
  { from, to }: Stretch,
  author: string | undefined,
  revision: number,
): { worked: Worked | null; failure: string | null } {
  const [state, setState] = useState<{ worked: Worked | null; failure: string | null; for: string }>({
    worked: null,
    failure: null,
    for: '',
  })
  const done = useRef('')
  const wanted = `${from} ${to} ${author}`
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const work = async () => {
      const answer = await documentWithout(documentId, { from, to, author }, signal)
      done.current = wanted
      if (!answer.ok) return setState({ worked: null, failure: answer.failure.message, for: wanted })
      const { doc, overlaps, revision } = answer.value
      const [then, undoes] = await Promise.all([
        source.keyframe(revision, signal),
        commandsOf(source, { from, to }, author, signal),
      ])
      const worked = { base: schema.nodeFromJSON(then.doc), target: schema.nodeFromJSON(doc), overlaps, undoes }
      if (!signal.aborted) setState({ worked, failure: null, for: wanted })
    }
    const timer = setTimeout(
      () =>
        work().catch(error => {
          if (!signal.aborted) setState({ worked: null, failure: String(error), for: wanted })
        }),
      // Someone has written since.
      revision > 0 && wanted === done.current ? rest : 0,
    )
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [documentId, source, from, to, author, revision, wanted])
  return state.for === wanted ? state : { worked: null, failure: null }
}

/** The last commands of a stretch that brought content, of one author or all. */
async function commandsOf(
  source: Source,
  { from, to }: Stretch,
  author: string | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  const ids: string[] = []
  for (let end = to; end >= from && ids.length < mostCommands; end -= portion) {
    const events = await eventsBetween(source, { from: Math.max(from, end - portion + 1), to: end }, signal)
    const own = events.filter(({ type, authorId }) => type === 'ContentEdited' && (!author || authorId === author))
    ids.unshift(...own.map(({ commandId }) => commandId))
  }
  return ids.slice(-mostCommands)
}
