import { EditorState } from '@tiptap/pm/state'
import type { DecorationSet } from '@tiptap/pm/view'
import { expect, test } from 'vitest'
import { remoteCarets } from '@/app/_client/remote-carets'
import type { DocumentSession } from '@/lib/client/document-session'
import { remoteMeta } from '@/lib/client/editor-binding'
import { schema } from '@/lib/document/schema'
import { paragraphs } from '../../support/scribe'

const people = ['anna', 'ben', 'carl']

/** A document in which Anna's caret stands after "one", Ben's after "two", Carl's after "three". */
function scene() {
  const doc = paragraphs('one', 'two', 'three')
  const places = [4, 9, 16]
  const session = {
    state: {
      clientId: 'mine',
      authors: new Map(people.map(name => [name, { authorId: name, name, color: 'teal' }])),
      members: people.map((authorId, i) => {
        const selection = { anchor: places[i]!, head: places[i]! }
        return { clientId: `page of ${authorId}`, authorId, revision: 1, selection, idle: false }
      }),
    },
    replica: { toView: (position: number) => position },
  } as unknown as DocumentSession
  const plugin = remoteCarets(session)
  const state = EditorState.create({ doc, plugins: [plugin] })
  return { plugin, state: state.apply(state.tr.setMeta(plugin, true)) }
}

const caretsIn = (state: EditorState, plugin: ReturnType<typeof remoteCarets>) =>
  Object.fromEntries((plugin.getState(state) as DecorationSet).find().map(({ from, spec }) => [spec.authorId, from]))

test('[TG2] carets of all who wrote go along with what they typed, and those of others stay before it', () => {
  const { plugin, state } = scene()
  expect(caretsIn(state, plugin)).toEqual({ anna: 4, ben: 9, carl: 16 })
  const tr = state.tr.insert(16, schema.text('!')).insert(9, schema.text(' more')).insert(4, schema.text('?'))
  const after = state.apply(tr.setMeta(remoteMeta, { authorIds: ['anna', 'ben'] }))
  expect(caretsIn(after, plugin)).toEqual({ anna: 5, ben: 15, carl: 22 })
})
