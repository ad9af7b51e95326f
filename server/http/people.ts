import { type Author, profileChange } from '@/lib/protocol/people'
import { displayName } from '../identity'
import type { HttpContext, HttpDependencies } from './context'
import { spend } from './documents'
import { Refused } from './errors'
import { readJSON } from './input'
import { reply } from './reply'
import type { Routes } from './routes'

const bodyLimit = { bytes: 16 * 1024, depth: 8, tooLarge: 'command_too_large' } as const
/** A change of name is told to everyone who reads along, so it's dearer than a command. */
const changeCost = 5

/** Oneself, as others see one. */
export function peopleRoutes({ signedIn }: Routes, deps: HttpDependencies): void {
  signedIn('/api/me', {
    GET: (c, author) => reply(c, author),
    PATCH: (c, author) => change(c, author, deps),
  })
}

async function change(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  spend(deps, authorId, changeCost)
  const { name, color } = await readJSON(c, profileChange, bodyLimit)
  const shown = name === undefined ? undefined : displayName(name)
  if (name !== undefined && shown === undefined) throw new Refused('bad_request', 'A name needs a letter at least.')
  return reply(c, await deps.identity.change(authorId, { name: shown, color }))
}
