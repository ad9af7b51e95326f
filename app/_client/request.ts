import type { Refusal, RefusalCode } from '@/lib/document/refusal'
import { frameWords as words } from '../_words-frame'

/** Why a request gave no answer: a refusal of the server, or no server. */
export type Failure = Omit<Refusal, 'code'> & { code: RefusalCode | 'offline' }
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export type Request<T = unknown> = {
  method?: 'GET' | 'POST' | 'PATCH'
  body?: unknown
  signal?: AbortSignal | undefined
  /** Reads an answer that isn't JSON. */
  read?: (response: Response) => Promise<T>
}

const attempts = 4
const longestWait = 5_000

/**
 * Asks `/api` and gives the answer as a value. Signs in as a guest when there's no session yet, and asks again, identically,
 * where the server says that it's busy; so a write must carry its own id.
 * @throws only AbortError, when `signal` is aborted
 */
export async function request<T>(path: string, options: Request<T> = {}): Promise<Result<T>> {
  const { read = response => response.json() as Promise<T> } = options
  let signedIn = false
  for (let attempt = 1; ; attempt++) {
    const sentAfter = signIns
    const response = await send(path, options)
    if (response?.ok) return { ok: true, value: await read(response) }
    const failure = await failureOf(response)
    if (failure.code === 'not_signed_in' && !signedIn) {
      // Another request may have signed in while this one was under way: a second time would be a second person.
      signedIn = signIns > sentAfter || (await signInAsGuest())
      if (signedIn) continue
    }
    const later = failure.code === 'busy' || failure.code === 'rate_limited'
    if (!later || attempt === attempts) return { ok: false, failure }
    await wait(Math.min(failure.retryInMs ?? 250 * 2 ** attempt, longestWait), options.signal)
  }
}

async function send(path: string, { method = 'GET', body, signal }: Request): Promise<Response | null> {
  try {
    return await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    return null
  }
}

let signingIn: Promise<boolean> | null = null
let signIns = 0

// Once, however many requests find out at the same time that there's no session: each sign-in would be another person.
function signInAsGuest(): Promise<boolean> {
  signingIn ??= send('/auth/sign-in/anonymous', { method: 'POST', body: {} })
    .then(response => {
      if (response?.ok) signIns++
      return response?.ok ?? false
    })
    .finally(() => {
      signingIn = null
    })
  return signingIn
}

async function failureOf(response: Response | null): Promise<Failure> {
  if (!response) return { code: 'offline', message: words.errors.offline }
  const refusal = await refusalIn(response)
  const code = refusal?.code ?? codeOf(response.status)
  const sentences: Partial<Record<Failure['code'], string>> = words.errors
  return { ...refusal, code, message: sentences[code] ?? refusal?.message ?? words.errors.internal }
}

async function refusalIn(response: Response): Promise<Refusal | null> {
  try {
    const { error } = (await response.json()) as { error?: Refusal }
    return error?.code ? error : null
  } catch {
    return null
  }
}

// What stands in front of the server (a proxy, say) answers without our words.
function codeOf(status: number): Failure['code'] {
  if (status === 401) return 'not_signed_in'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limited'
  if (status === 502 || status === 503 || status === 504) return 'busy'
  return status < 500 ? 'bad_request' : 'internal'
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
