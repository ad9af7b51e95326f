/** A promise that's resolved from outside. */
export type Deferred<T> = { promise: Promise<T>; resolve: (value: T | PromiseLike<T>) => void }

export function deferred<T>(): Deferred<T> {
  let resolve!: Deferred<T>['resolve']
  const promise = new Promise<T>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Work on one key, each begun when what was asked for before it is done, however that ended. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(work, work)
    const forget = () => {
      if (this.last.get(key) === mine) this.last.delete(key)
    }
    this.last.set(key, mine)
    mine.then(forget, forget)
    return mine
  }
}

/** Lets everybody else have a go. */
export const breath = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** Waits for a promise, but no longer than so many milliseconds. */
export async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  await orAfter(ms, promise, undefined)
}

/** What a promise brings or, after so many milliseconds, something else. */
export async function orAfter<T, E>(ms: number, promise: Promise<T>, otherwise: E): Promise<T | E> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<E>(resolve => {
    timer = setTimeout(resolve, ms, otherwise)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Maps a long list a few at a time: whoever else has something to do needn't wait for all of it. */
export async function fewAtATime<T, U>(items: readonly T[], map: (item: T) => U, few = 100): Promise<U[]> {
  const mapped: U[] = []
  for (const item of items) {
    if (mapped.length > 0 && mapped.length % few === 0) await breath()
    mapped.push(map(item))
  }
  return mapped
}
