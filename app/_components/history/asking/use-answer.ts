import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure, Result } from '@/app/_client/api'

export type Asked<T> = {
  /** The last answer, maybe of another question: what it's of it says itself. */
  value: T | null
  waiting: boolean
  failure: Failure | null
  retry: () => void
}

const longestWait = 3_000

/**
 * The answer to a question about the past. The first one of a long past takes the server a while, which says so (`busy`): it's
 * asked again until it comes.
 * @param key says what's asked; null: nothing
 * @param restAfter for how long one must stay with a question before it's asked
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<Result<T>>,
  restAfter = 0,
): Asked<T> {
  const [settled, setSettled] = useState<{ key: string | null; value: T | null; failure: Failure | null }>({
    key: null,
    value: null,
    failure: null,
  })
  const [attempt, setAttempt] = useState(0)
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks the same once more
  useEffect(() => {
    if (key === null) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const go = () =>
      latest.current(abort.signal).then(
        answer => {
          if (abort.signal.aborted) return
          if (answer.ok) return setSettled({ key, value: answer.value, failure: null })
          if (answer.failure.code === 'busy') {
            timer = setTimeout(go, Math.min(answer.failure.retryInMs ?? 500, longestWait))
            return
          }
          setSettled(({ value }) => ({ key, value, failure: answer.failure }))
        },
        () => {},
      )
    timer = setTimeout(go, restAfter)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [key, restAfter, attempt])
  const retry = useCallback(() => {
    setSettled(({ value }) => ({ key: null, value, failure: null }))
    setAttempt(attempt => attempt + 1)
  }, [])
  const isSettled = settled.key === key
  return {
    value: settled.value,
    waiting: key !== null && !isSettled,
    failure: isSettled ? settled.failure : null,
    retry,
  }
}
