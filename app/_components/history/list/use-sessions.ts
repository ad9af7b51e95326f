import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { SessionFilter } from '@/app/_client/api'
import { SessionIndex, type SessionList } from '@/app/_client/session-index'
import type { ListProps } from './changes'

/** Sessions as far as they're loaded; all of them from the same index as the steps by session, others from one of their own. */
export function useSessions({
  documentId,
  sessions,
  timeline,
  meet,
}: Pick<ListProps, 'documentId' | 'sessions' | 'timeline' | 'meet'>): {
  list: SessionList
  filter: SessionFilter
  setFilter: (filter: SessionFilter) => void
  loadMore: () => void
} {
  const [filter, setFilter] = useState<SessionFilter>({})
  const index = useMemo(
    () => (filter.author || filter.named ? new SessionIndex(documentId, meet, filter) : sessions),
    [documentId, sessions, meet, filter],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a timeline that came anew says that there's something new
  useEffect(() => {
    // What the document's history refreshes itself needn't be asked for twice.
    if (index !== sessions) void index.refresh()
  }, [timeline])
  const list = useSyncExternalStore(
    index.subscribe,
    () => index.state,
    () => index.state,
  )
  const loadMore = useCallback(() => void index.loadMore(), [index])
  return { list, filter, setFilter, loadMore }
}
