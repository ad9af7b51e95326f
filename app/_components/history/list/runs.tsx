import { clock } from '@/app/_format'
import { words } from '@/app/_words'
import type { Run } from '@/lib/history/runs'
import type { WorkSession } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { Button } from '../../ui/button'
import { whatHappened } from '../describe'
import { useHighlight } from '../highlight'
import type { ListProps } from './changes'
import { useRowStop } from './row-stop'
import { useRuns } from './use-runs'

/** The single changes of a session, those made in one go together. */
export function Runs({
  documentId,
  source,
  session,
  controller,
  authors,
  onChosen,
}: Pick<ListProps, 'documentId' | 'source' | 'controller' | 'authors' | 'onChosen'> & { session: WorkSession }) {
  const { runs, from, failure, loading, loadMore } = useRuns(documentId, source, session)
  const choose = ({ to }: Run) => {
    controller.pause()
    controller.seek(to)
    onChosen()
  }
  return (
    <ul className="ms-2 mb-1 border-s border-line ps-1">
      {runs.map(run => (
        <RunRow key={run.from} run={run} author={authors.get(run.authorId)} onChoose={choose} />
      ))}
      <li className="px-2 text-xs text-ink-soft">
        {failure ? (
          <Button onClick={loadMore}>{words.app.retry}</Button>
        ) : loading ? (
          words.changes.loading
        ) : (
          from > session.from && <Button onClick={loadMore}>{words.changes.earlier}</Button>
        )}
      </li>
    </ul>
  )
}

function RunRow({ run, author, onChoose }: { run: Run; author: Author | undefined; onChoose: (run: Run) => void }) {
  const highlight = useHighlight()
  const stop = useRowStop(`run ${run.from}`)
  return (
    <li data-color={author?.color}>
      <button
        type="button"
        data-row
        tabIndex={stop.tabIndex}
        onClick={() => onChoose(run)}
        onMouseEnter={() => highlight.set(run)}
        onMouseLeave={() => highlight.set(null)}
        onFocus={() => {
          stop.onFocus()
          highlight.set(run)
        }}
        onBlur={() => highlight.set(null)}
        className="flex min-h-7 w-full items-baseline gap-1.5 rounded-md px-2 py-0.5 text-start text-xs hover:bg-hover"
      >
        <span className="text-ink-soft tabular-nums">{clock(run.start)}</span>
        <span className="size-2 shrink-0 self-center rounded-full bg-(--author-color)">
          <span className="sr-only">{author?.name ?? words.people.somebody}</span>
        </span>
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {wordsOf(run)}
        </span>
        <span className="text-ink-soft tabular-nums">{words.changes.amounts(run)}</span>
      </button>
    </li>
  )
}

function wordsOf({ event, text, inserted, deleted }: Run): string {
  if (event) return whatHappened(event) ?? words.changes.formatting
  if (text.trim()) return words.changes.wrote(text.trim())
  if (inserted + deleted === 0) return words.changes.formatting
  return inserted > 0 ? words.history.change.added(inserted) : words.changes.removed(deleted)
}
