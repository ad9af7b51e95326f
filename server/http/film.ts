import { readFile } from 'node:fs/promises'
import type { HttpContext } from './context'
import { reply } from './reply'
import type { Routes } from './routes'

/** The script that a film plays itself with: a browser puts it into the file that it makes (lib/history/film). */
export function filmRoutes({ open }: Routes): void {
  let script: Promise<string> | null = null
  open('/api/film.js', {
    GET: async (c: HttpContext) => {
      script ??= player()
      // What failed once may not fail again.
      script.catch(() => {
        script = null
      })
      const response = reply(c, await script)
      if (response.status === 200) response.headers.set('content-type', 'text/javascript; charset=utf-8')
      return response
    },
  })
}

/** From beside the built server or, where this runs from the sources, made of them. */
async function player(): Promise<string> {
  if (import.meta.url.endsWith('.mjs')) return readFile(new URL('./film.js', import.meta.url), 'utf8')
  const { filmPlayer } = await import('../launch/film.mjs')
  return filmPlayer()
}
