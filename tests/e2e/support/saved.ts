import { expect } from '@playwright/test'
import type { Editor } from '@tiptap/core'
import { canonicalJSON, type NodeJSON, schema } from '@/lib/document/schema'
import type { DocumentAt } from '@/lib/protocol/http'
import type { Person } from './person'

type Noted = { revision: number; doc: NodeJSON }
type NotingWindow = Window & { noted?: Noted[] }

/** From now on the page notes, in the moment its state line says that everything is saved, what it shows then. */
export async function noteSaved({ state }: Person): Promise<void> {
  await state.evaluate(line => {
    const noted: Noted[] = []
    ;(window as NotingWindow).noted = noted
    const note = () => {
      const [, revision] = /^Saved · revision ([\d,]+)$/.exec(line.textContent ?? '') ?? []
      const element = document.querySelector('.ProseMirror') as (Element & { editor: Editor }) | null
      if (revision && element)
        noted.push({ revision: Number(revision.replaceAll(',', '')), doc: element.editor.getJSON() as NodeJSON })
    }
    new MutationObserver(note).observe(line, { characterData: true, childList: true, subtree: true })
    note()
  })
}

/** What was noted; each proved to be what the log holds at the revision that the line named. */
export async function savedUntilNow(person: Person, documentId: string): Promise<Noted[]> {
  const noted = await person.page.evaluate(() => (window as NotingWindow).noted ?? [])
  for (const { revision, doc } of noted) {
    const recorded = await person.call<DocumentAt>('GET', `/documents/${documentId}/at/${revision}`)
    const shown = canonicalJSON(schema.nodeFromJSON(doc))
    expect(shown, `shown as saved at revision ${revision}`).toBe(canonicalJSON(schema.nodeFromJSON(recorded.doc)))
  }
  return noted
}
