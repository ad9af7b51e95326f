import { randomUUID } from 'node:crypto'
import { schemaVersion } from '@/lib/document/schema'
import { frame } from '../../support/hostile/bytes'
import { hostileFrames } from '../../support/hostile/frames'
import { envelopes, openings, shapes } from '../../support/hostile/messages'
import type { RawSocket } from '../../support/hostile/raw-socket'
import { edit, insertText, wireJSON } from '../../support/hostile/wire'
import { hostileSteps } from '../../support/hostile-steps'
import type { Attacker } from './assault'

const mark = (type: 'addMark' | 'removeMark', to: number, from = 0) => ({
  stepType: type,
  from,
  to,
  mark: { type: 'bold' },
})
const each = <T>(count: number, item: (i: number) => T) => Array.from({ length: count }, (_, i) => item(i))
const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const anyOf = <T>(all: readonly T[]) => all[Math.floor(Math.random() * all.length)]!

/** Edits of one document, each a new command with the same steps, at the revision that the answer before it named. */
function editing(documentId: string, steps: unknown[], behind = 0) {
  const [before, after] = JSON.stringify({ ...edit(documentId, steps), commandId: 'ID', baseRevision: 0 })
    .replace('"baseRevision":0', '"baseRevision":BASE')
    .split('BASE') as [string, string]
  let head: number | undefined
  return async (socket: RawSocket) => {
    if (head === undefined) {
      const opened = await socket.open(documentId)
      if (!opened.ok) return opened
      head = opened.revision as number
    }
    const text = before.concat(String(Math.max(1, head - behind)), after).replace('"ID"', `"${randomUUID()}"`)
    const answer = await socket.ask('document:command', text)
    if (answer.ok) head = Math.max(head, answer.revision as number)
    return answer
  }
}

const wideSize = (paragraphs: number) => paragraphs * 3
export const wideParagraphs = 49_990
export const longCharacters = 900_000

/** The heaviest of each kind of the hostile list, valid and not, as fast as it's let in and faster. */
export const attacks: Record<string, (attacker: Attacker) => Promise<unknown>> = {
  'H-37 500 steps on 50,000 blocks': a =>
    a.bySocket(
      editing(
        a.assault.wide,
        each(500, () => insertText('x', wideSize(wideParagraphs) - 2)),
      ),
    ),
  'H-37 500 steps in 900,000 letters': a =>
    a.bySocket(
      editing(
        a.assault.long,
        each(500, i => mark('addMark', i * 3 + 2, i * 3 + 1)),
      ),
    ),
  'steps over all of 50,000 blocks': a =>
    a.bySocket(
      editing(
        a.assault.wide,
        each(500, i => mark(i % 2 ? 'removeMark' : 'addMark', wideSize(wideParagraphs))),
      ),
    ),
  'a hundred thousand marks at once': a =>
    a.bySocket(editing(a.assault.wide, [mark('addMark', wideSize(wideParagraphs)), mark('removeMark', 149_970)])),
  'H-26 from far behind': a =>
    a.bySocket(
      editing(
        a.assault.old,
        each(500, () => insertText('x')),
        4_900,
      ),
    ),
  'H-52 a thousand blocks in one step': a => {
    const content = each(9_000, () => ({ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }))
    const grow = { stepType: 'replace', from: 0, to: 0, slice: { content } }
    return a.bySocket(editing(a.assault.loud, [grow, { stepType: 'replace', from: 0, to: 27_000 }]))
  },
  'restores of 50,000 blocks': a =>
    a.bySocket(socket =>
      socket.ask(
        'document:command',
        JSON.stringify({ ...edit(a.assault.wide, 0, { type: 'RestoreRevision', revision: 1 }), steps: undefined }),
      ),
    ),
  'H-20 opening 50,000 blocks': a => a.bySocket(socket => socket.open(a.assault.wide)),
  'H-21 opening since large changes': a =>
    a.bySocket(socket =>
      socket.ask('document:open', JSON.stringify({ documentId: a.assault.loud, schemaVersion, since: 2 })),
    ),
  'hashes of 50,000 blocks': a =>
    a.bySocket(async socket => {
      const { wide: documentId } = a.assault
      await socket.open(documentId)
      const hash = randomUUID().replaceAll('-', '').repeat(2)
      return socket.ask(
        'document:check',
        JSON.stringify({ documentId, revision: 1 + Math.floor(Math.random() * 3), hash }),
      )
    }),
  'H-38 small commands': a => a.bySocket(editing(a.assault.old, [insertText('x')]), { connections: 20, atOnce: 20 }),
  'H-23 envelopes that are none': a => {
    const all = [...envelopes(a.assault.old, a.assault.old), ...openings(a.assault.old), ...shapes(a.assault.old)]
    return a.bySocket(
      socket => {
        const [, name, payload] = anyOf(all)
        return socket.ask(name, payload)
      },
      { connections: 20, atOnce: 20 },
    )
  },
  'H-39 to H-60 steps that are none': a => {
    const all = hostileSteps.map(([, ...steps]) => wireJSON(edit(a.assault.old, steps)))
    return a.bySocket(socket => socket.ask('document:command', anyOf(all)), { connections: 20, atOnce: 20 })
  },
  'H-05 messages of a megabyte': a => {
    const text = 'x'.repeat(1_000_000)
    return a.bySocket(socket =>
      socket.ask(
        'document:command',
        JSON.stringify(edit(a.assault.old, [insertText(text)], { baseRevision: 9_999_999 })),
      ),
    )
  },
  'H-05 messages of four': a => a.flood(() => `420["document:open","${'é'.repeat(1_900_000)}"]`),
  'H-04 100,000 deep': a => a.flood(() => `420["document:command",${arrays(100_000)}]`),
  'H-34 200,000 steps that are none': a => {
    const steps = `[${'{},'.repeat(199_999)}{}]`
    const text = JSON.stringify(edit(a.assault.old, 'STEPS')).replace('"STEPS"', steps)
    return a.bySocket(socket => socket.ask('document:command', text))
  },
  'H-01 frames that are none': a => {
    const staying = hostileFrames.filter(([, then]) => then === 'stays').flatMap(([, , ...frames]) => frames)
    return a.flood(() => anyOf(staying))
  },
  'H-01 frames that end a connection': a => {
    const ending = hostileFrames.filter(([, then]) => then === 'ends').flatMap(([, , ...frames]) => frames)
    return a.bySocket(async socket => {
      socket.say(anyOf(ending))
      await socket.closed
      return undefined
    })
  },
  'H-65 presence': a => {
    const words = JSON.stringify({ documentId: a.assault.old, revision: 1, selection: { anchor: 1, head: 1 } })
    return a.flood(() => `42["presence:update",${words}]`)
  },
  'H-11 pings': a => a.flood(() => frame(0x81, '3')),
  'H-95 seeks': a => a.byHttp(() => [`/api/documents/${a.assault.old}/at/${1 + Math.floor(Math.random() * 19_000)}`]),
  'H-95 seeks in 50,000 blocks': a =>
    a.byHttp(() => [`/api/documents/${a.assault.wide}/at/${1 + Math.floor(Math.random() * 3)}`]),
  'events of a megabyte': a => a.byHttp(() => [`/api/documents/${a.assault.loud}/events?from=2`]),
  'events by the thousand': a =>
    a.byHttp(() => [`/api/documents/${a.assault.old}/events?from=${1 + Math.floor(Math.random() * 15_000)}`]),
  timelines: a =>
    a.byHttp(() => [
      `/api/documents/${a.assault.old}/history/timeline?buckets=2000&from=${1 + Math.floor(Math.random() * 999)}`,
    ]),
  'timelines by time': a => a.byHttp(() => [`/api/documents/${a.assault.old}/history/timeline?by=time&buckets=2000`]),
  sessions: a => a.byHttp(() => [`/api/documents/${a.assault.old}/history/sessions?limit=200`]),
  lists: a => a.byHttp(() => ['/api/documents?limit=100&sort=title']),
  searches: a => a.byHttp(() => [`/api/documents?limit=100&query=${encodeURIComponent('a b c d e f g h i j k l m')}`]),
  'H-97 documents of 16 MB': a => {
    const content = each(33_000, i => ({
      type: 'paragraph',
      content: [{ type: 'text', text: `x${i}` }],
      junk: 'x'.repeat(380),
    }))
    const body = JSON.stringify({ content: { type: 'doc', content } })
    return a.byHttp(() => ['/api/documents', { method: 'POST', body }], 4)
  },
  'copies of 50,000 blocks': a => {
    const from = { documentId: a.assault.wide, revision: 1 }
    return a.byHttp(() => ['/api/documents', { method: 'POST', body: JSON.stringify({ from }) }])
  },
  'reading views of 50,000 blocks': a => a.byHttp(() => [`/documents/${a.assault.wide}/view`]),
  'pages of documents that there are not': a => a.byHttp(() => [`/documents/${randomUUID()}`]),
  'names that change': a => {
    const change = () => ({
      method: 'PATCH',
      body: JSON.stringify({ name: `Mallory ${Math.floor(Math.random() * 1e6)}` }),
    })
    return a.byHttp(() => ['/api/me', change()])
  },
}
