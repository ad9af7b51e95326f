import { sql } from './database'
import { paragraphs, type Scribe } from './scribe'

/** Ways in which a log goes bad: the event at a revision becomes what no program of ours would have written (by SQL). */
export const damages: Record<string, string> = {
  'a payload that is not JSON': `payload = '{"steps":['`,
  'a payload that is not UTF-8': `payload = '\\xff00'`,
  'a payload of nothing': `payload = ''`,
  'a payload of another form': `payload = 'null'`,
  'an unknown type': 'type = 99',
  'an unknown codec': 'codec = 9',
  'a version from the future': 'schema_version = 999',
  'a way that nobody writes by': 'via = 9',
  'a step that does not fit': `payload = '{"origin":"typed","steps":[{"stepType":"replace","from":500,"to":600}]}'`,
  'a step of an unknown kind': `payload = '{"origin":"typed","steps":[{"stepType":"dance"}]}'`,
}

/** Makes a document's event at a revision bad. */
export async function damage(url: string, documentId: string, revision: number, change: string): Promise<void> {
  await sql(url, `update event set ${change} where stream_id = $1 and revision = $2`, [documentId, revision])
}

/** A document whose text has one letter more with each revision: "", "a", "ab" … */
export async function letters(scribe: Scribe, revisions: number): Promise<Scribe> {
  await scribe.create('Letters', paragraphs(''))
  for (let i = 1; i < revisions; i++) await scribe.type(String.fromCharCode(96 + i))
  return scribe
}

/** The text of revision n of such a document. */
export const lettersAt = (revision: number) => 'abcdefghijklmnopqrstuvwxyz'.slice(0, revision - 1)
