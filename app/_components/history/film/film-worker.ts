import { historySource } from '@/app/_client/history-source'
import { makeFilm } from '@/lib/history/film/make'
import type { Filmed, Filming } from './filming'

// A thread of its own: packing a long past takes seconds in which the page would stand still.

const post = (message: Filmed) => self.postMessage(message)

self.onmessage = async ({ data: { version, pages, origin, ...wanted } }: MessageEvent<Filming>) => {
  // What a bundler starts from a blob has no address that a path could be of.
  const ask = self.fetch.bind(self)
  self.fetch = (path, init) => ask(typeof path === 'string' ? new URL(path, origin) : path, init)
  try {
    const source = historySource(
      wanted.documentId,
      version,
      () => {},
      () => pages,
    )
    const film = await makeFilm({ ...wanted, source, onProgress: done => post({ done }) })
    post({ film })
  } catch (error) {
    post({ failed: error instanceof Error ? error.message : String(error) })
  }
}
