import { Extension, type Extensions } from '@tiptap/core'
import { Placeholder } from '@tiptap/extensions'
import { Plugin } from '@tiptap/pm/state'
import { search } from 'prosemirror-search'
import { Collaboration } from '@/app/_client/collaboration'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { schema } from '@/lib/document/schema'
import { CodeColors } from './code/code-colors'
import { Pasting } from './paste/pasting'
import { quietDocumentExtensions } from './quiet-extensions'
import { SlashCommands } from './slash/slash-commands'
import { WritingKeys } from './writing-keys'

/** The editor's schema is the document's own one and not a twin of it: nodes and steps go to and fro between the two. */
const OneSchema = Extension.create({
  name: 'oneSchema',
  onBeforeCreate() {
    this.editor.schema = schema
    this.editor.extensionManager.schema = schema
  },
})

/** Marks what's looked for; what's done with the places is find/matches.ts. */
const Search = Extension.create({
  name: 'search',
  addProseMirrorPlugins: () => [search()],
})

/** A text field that can't be written in says so to screen readers as well. */
const SaysReadOnly = Extension.create({
  name: 'saysReadOnly',
  addProseMirrorPlugins() {
    const { editor } = this
    const attributes = (): Record<string, string> => (editor.options.editable ? {} : { 'aria-readonly': 'true' })
    return [new Plugin({ props: { attributes } })]
  },
})

/** The editor: the document's extensions, bound to a session. */
export function editorExtensions(session: DocumentSession): Extensions {
  return [
    OneSchema,
    SaysReadOnly,
    ...quietDocumentExtensions(),
    Placeholder.configure({ placeholder: words.document.placeholder }),
    WritingKeys,
    SlashCommands,
    CodeColors,
    Pasting,
    Search,
    Collaboration.configure({ session }),
  ]
}
