import { schema } from '@/lib/document/schema'
import { described } from './described'

/** What the editor's schema says, for the player (server/launch/film.mjs writes it in). */
export default JSON.stringify(described(schema))
