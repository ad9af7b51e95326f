import { ReplaceStep } from '@tiptap/pm/transform'
import type { RecordedEvent } from '@/lib/document/events'
import { storedStep } from '@/lib/document/steps'
import { cutText } from '@/lib/document/text'
import type { Bucket } from '@/lib/protocol/http'

/** Changes of one author in one go. */
export type Run = {
  from: number
  to: number
  start: string
  end: string
  authorId: string
  edits: number
  inserted: number
  deleted: number
  /** The beginning of what was written, as far as that is known. */
  text: string
  /** The event, where it is something else than an edit. */
  event: RecordedEvent | null
}

const longestRest = 20_000
const longestRun = 200
const longestText = 120

/**
 * Groups single changes: a run ends where somebody else goes on, after a rest, and before and after what's no edit.
 * @param buckets one for each revision
 * @param events of these revisions; where some are missing only the words are
 */
export function runsOf(buckets: readonly Bucket[], events: readonly RecordedEvent[]): Run[] {
  const eventOf = new Map(events.map(event => [event.revision, event]))
  const runs: Run[] = []
  let words = new Words()
  for (const { from: revision, start, by } of buckets) {
    const [part] = by
    if (!part) continue
    const event = eventOf.get(revision) ?? null
    const other = event !== null && event.type !== 'ContentEdited' ? event : null
    let run = runs.at(-1)
    const goesOn =
      run &&
      !other &&
      !run.event &&
      run.authorId === part.authorId &&
      Date.parse(start) - Date.parse(run.end) <= longestRest &&
      revision - run.from < longestRun
    if (!run || !goesOn) {
      const { authorId } = part
      const begun = { from: revision, to: revision, start, end: start, authorId, text: '', event: other }
      run = { ...begun, edits: 0, inserted: 0, deleted: 0 }
      runs.push(run)
      words = new Words()
    }
    run.to = revision
    run.end = start
    run.edits += part.edits
    run.inserted += part.inserted
    run.deleted += part.deleted
    if (event) words.add(event)
    // What was written and taken back between two others leaves nothing between them.
    run.text = cutText(words.text.replace(/(?:\s*…\s*){2,}/g, ' … ').trimStart(), longestText)
  }
  return runs
}

/** What somebody wrote, mistakes that they took back at once left out. */
class Words {
  text = ''
  private end = -1

  add(event: RecordedEvent): void {
    if (event.type !== 'ContentEdited' || 'redacted' in event.data) return
    for (const json of event.data.steps) {
      const step = storedStep(json)
      if (step instanceof ReplaceStep) this.replace(step)
    }
  }

  private replace({ from, to, slice }: ReplaceStep): void {
    const typed = slice.content.textBetween(0, slice.content.size, ' ', ' ')
    const takesBack = to === this.end ? to - from : 0
    if (takesBack > 0) this.text = this.text.slice(0, Math.max(0, this.text.length - takesBack))
    else if (typed && this.text && from !== this.end && !this.text.endsWith('… ')) this.text += ' … '
    if (!typed && from === this.end && slice.size > 0) this.text += ' '
    this.text += typed
    if (typed || takesBack > 0 || from === this.end) this.end = from + slice.size
  }
}
