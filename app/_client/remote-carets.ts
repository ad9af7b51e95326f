import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import type { DocumentSession } from '@/lib/client/document-session'
import { type Remote, remoteMeta } from '@/lib/client/editor-binding'
import type { Author } from '@/lib/protocol/people'
import { paced } from './pace'
import { readBrowser } from './read-browser'

const caretsKey = new PluginKey<DecorationSet>('remote-carets')

type CaretSpec = {
  caret: Author
  still: boolean
  authorId: string
  key: string
  side: number
  ignoreSelection: boolean
}

/** Where each client's caret was last seen; null: before the first look. */
type LastSeen = Map<string, number> | null

/** Sooner than the server's limit of 15 a second would drop some. */
const tellMs = 80
const repeatMs = 10_000

/** Shows where the others are, and tells them where we are. Makes no step and no command. */
export function remoteCarets(session: DocumentSession): Plugin {
  let seen: LastSeen = null
  return new Plugin<DecorationSet>({
    key: caretsKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, decorations, _old, state) {
        if (tr.getMeta(caretsKey)) {
          const decorations = decorationsFor(session, state, seen)
          seen = headsOf(session)
          return decorations
        }
        return tr.docChanged ? mapped(decorations, tr) : decorations
      },
    },
    props: {
      decorations: state => caretsKey.getState(state),
    },
    view: view => new Carets(view, session),
  })
}

class Carets {
  private readonly pace = paced()
  private readonly stopListening: () => void
  private readonly repeating: ReturnType<typeof setInterval>
  private telling: ReturnType<typeof setTimeout> | null = null
  private seen: { members: unknown; authors: unknown } = { members: null, authors: null }

  constructor(
    private readonly view: EditorView,
    private readonly session: DocumentSession,
  ) {
    this.stopListening = session.subscribe(() => this.changed() && this.pace(() => this.show()))
    this.repeating = setInterval(() => this.tell(), repeatMs)
    view.dom.addEventListener('focus', this.tell)
    view.dom.addEventListener('blur', this.tell)
    view.dom.addEventListener('pointermove', this.hover)
  }

  update(view: EditorView, before: EditorState): void {
    if (!view.state.selection.eq(before.selection)) this.tell()
  }

  destroy(): void {
    this.stopListening()
    clearInterval(this.repeating)
    if (this.telling) clearTimeout(this.telling)
    this.view.dom.removeEventListener('focus', this.tell)
    this.view.dom.removeEventListener('blur', this.tell)
    this.view.dom.removeEventListener('pointermove', this.hover)
  }

  // The carets themselves let clicks through.
  private readonly hover = ({ clientX, clientY }: PointerEvent): void => {
    for (const caret of this.view.dom.querySelectorAll<HTMLElement>('.caret')) {
      const { left, right, top, bottom } = caret.getBoundingClientRect()
      const isNear = clientX > left - 8 && clientX < right + 8 && clientY > top - 4 && clientY < bottom + 4
      if (isNear !== 'near' in caret.dataset) caret.toggleAttribute('data-near', isNear)
    }
  }

  private readonly tell = (): void => {
    this.telling ??= setTimeout(() => {
      this.telling = null
      if (this.view.isDestroyed) return
      const { anchor, head } = this.view.state.selection
      this.session.select(this.view.hasFocus() ? { anchor, head } : null)
    }, tellMs)
  }

  private changed(): boolean {
    const { members, authors } = this.session.state
    return this.seen.members !== members || this.seen.authors !== authors
  }

  // Not while somebody composes: a caret drawn into the composed word would end the composition.
  private show(): void {
    if (this.view.isDestroyed || this.view.composing || !this.changed()) return
    const { members, authors } = this.session.state
    this.seen = { members, authors }
    readBrowser(this.view)
    this.view.dispatch(this.view.state.tr.setMeta(caretsKey, true).setMeta('addToHistory', false))
  }
}

const headsOf = ({ state: { members } }: DocumentSession): LastSeen =>
  new Map(members.flatMap(({ clientId, selection }) => (selection ? [[clientId, selection.head]] : [])))

function decorationsFor(session: DocumentSession, { doc }: EditorState, seen: LastSeen): DecorationSet {
  const { members, authors, clientId } = session.state
  const decorations = members.flatMap(member => {
    const author = authors.get(member.authorId)
    if (member.clientId === clientId || !member.selection || !author) return []
    const place = (position: number) => {
      const located = session.replica?.toView(position, member.revision) ?? null
      return located === null ? null : Math.min(located, doc.content.size)
    }
    const [anchor, head] = [place(member.selection.anchor), place(member.selection.head)]
    if (anchor === null || head === null) return []
    const caret = caretAt(head, {
      caret: author,
      // Of whom one finds here, and of who rests, the name would only be in the way.
      still: seen === null || seen.get(member.clientId) === member.selection.head,
      authorId: author.authorId,
      key: `${member.clientId} ${author.name} ${author.color} ${member.selection.head}`,
      side: -1,
      ignoreSelection: true,
    })
    if (anchor === head) return [caret]
    const range = { class: 'remote-selection', 'data-color': author.color }
    const spec = { authorId: author.authorId }
    return [Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), range, spec), caret]
  })
  return DecorationSet.create(doc, decorations)
}

/** Carets stay before what's inserted at them, but whoever inserted it goes along. */
function mapped(decorations: DecorationSet, tr: Transaction): DecorationSet {
  const { authorIds } = (tr.getMeta(remoteMeta) as Remote | undefined) ?? { authorIds: [] }
  const own = decorations.find(undefined, undefined, spec => authorIds.includes(spec.authorId))
  // A copy: `remove` crosses out what it finds in the array that it's given.
  const others = decorations.remove([...own]).map(tr.mapping, tr.doc)
  const moved = own.flatMap(({ from, spec }) =>
    spec.caret ? [caretAt(tr.mapping.map(from, 1), spec as CaretSpec)] : [],
  )
  return others.add(tr.doc, moved)
}

function caretAt(position: number, spec: CaretSpec): Decoration {
  return Decoration.widget(position, () => caretOf(spec), spec)
}

function caretOf({ caret: { name, color }, still }: CaretSpec): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.dataset.color = color
  if (still) caret.dataset.still = ''
  // Who is where is told by the list of people; read out in the middle of a sentence it would only disturb.
  caret.setAttribute('aria-hidden', 'true')
  const flag = document.createElement('span')
  flag.className = 'caret-flag'
  flag.textContent = name
  caret.append('\u2060', flag, '\u2060')
  return caret
}
