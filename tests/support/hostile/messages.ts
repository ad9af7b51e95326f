import { randomUUID } from 'node:crypto'
import type { RefusalCode } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import { edit, insertText } from './wire'

/** A message by the number of the hostile list: its name, its payload as JSON text, and how it's answered. */
export type HostileMessage = [what: string, name: string, payload: string, verdict: RefusalCode | 'ok']

const stranger = '00000000-0000-4000-8000-000000000000'
const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
/** Numbers as JSON writes them, and as it can only be written by hand. */
const noRevisions = [
  '-1',
  '1.5',
  '"5"',
  'null',
  '[]',
  '{}',
  'true',
  '1e999',
  '-1e999',
  '2147483648',
  '9007199254740992',
]

/** The cases of one number together, which is how they're looked at. */
export function byNumber<C extends readonly [what: string, ...rest: unknown[]]>(cases: readonly C[]): [string, C[]][] {
  const numbers = [...new Set(cases.map(([what]) => what.slice(0, 4)))]
  return numbers.map(number => [number, cases.filter(([what]) => what.startsWith(number))])
}

/** What can't be a document's id. */
export const noIds = (documentId: string) =>
  [
    ...['', '../x', '__proto__', 'constructor', '%00', '\u0000', '\ud83d', 'x'.repeat(10_240), ' '],
    ...[documentId.toUpperCase().replace(/\d/g, 'A'), `{${documentId}}`, `${documentId} `, `${documentId}\u0000`],
    ...[documentId.replaceAll('-', ''), "' or 1=1--", 5, null, true, [documentId], { not: '' }, { contains: 'a' }],
  ].map(id => JSON.stringify(id))

/** B: opening and what belongs to it. */
export function openings(documentId: string): HostileMessage[] {
  const open = (fields: string) => `{"documentId":"${documentId}","schemaVersion":${schemaVersion}${fields}}`
  const withId = (id: string) => `{"documentId":${id},"schemaVersion":${schemaVersion}}`
  return [
    ...noIds(documentId).map<HostileMessage>(id => [
      `H-18 id ${id.slice(0, 40)}`,
      'document:open',
      withId(id),
      'bad_request',
    ]),
    ['H-18 an id that there is not', 'document:open', withId(`"${stranger}"`), 'not_found'],
    ...noRevisions.map<HostileMessage>(since => [
      `H-21 since ${since}`,
      'document:open',
      open(`,"since":${since}`),
      'bad_request',
    ]),
    ['H-21 since beyond the head', 'document:open', open(',"since":2'), 'future_revision'],
    ['H-21 since 1e9', 'document:open', open(',"since":1e9'), 'future_revision'],
    ['H-21 since the head', 'document:open', open(',"since":1'), 'ok'],
    ['H-21 since before the first', 'document:open', open(',"since":0'), 'ok'],
    ...['0', '-1', '"1"', 'null', '1e999'].map<HostileMessage>(epoch => [
      `H-21 historyEpoch ${epoch}`,
      'document:open',
      open(`,"historyEpoch":${epoch}`),
      'bad_request',
    ]),
    ['H-21 another historyEpoch', 'document:open', open(',"since":1,"historyEpoch":99'), 'ok'],
    ...['0', '-1', '"1"', 'null', '[1]'].map<HostileMessage>(version => [
      `H-21 schemaVersion ${version}`,
      'document:open',
      `{"documentId":"${documentId}","schemaVersion":${version}}`,
      'bad_request',
    ]),
    [
      'H-21 a schemaVersion to come',
      'document:open',
      `{"documentId":"${documentId}","schemaVersion":${schemaVersion + 1}}`,
      'busy',
    ],
    [
      'H-22 a room by its name',
      'document:open',
      `{"documentId":"${documentId}","schemaVersion":1,"room":"x"}`,
      'bad_request',
    ],
    [
      'H-22 a document that is not open',
      'document:check',
      `{"documentId":"${stranger}","revision":1,"hash":"${'0'.repeat(64)}"}`,
      'not_found',
    ],
    ...['"x"', 'null', '5', `"${'G'.repeat(64)}"`].map<HostileMessage>(hash => [
      `H-22 hash ${hash.slice(0, 10)}`,
      'document:check',
      `{"documentId":"${documentId}","revision":1,"hash":${hash}}`,
      'bad_request',
    ]),
    ['H-22 closing what is not open', 'document:close', `{"documentId":"${stranger}"}`, 'ok'],
    ['H-22 closing with more', 'document:close', `{"documentId":"${stranger}","all":true}`, 'bad_request'],
  ]
}

/** H-03, H-04: no message at all, or one of another shape. */
export function shapes(documentId: string): HostileMessage[] {
  return ['document:open', 'document:command', 'document:check', 'document:close'].flatMap<HostileMessage>(name => [
    ...['', 'null', '[]', '"x"', '5', 'true', '{}', '{"not":""}', '{"documentId":{"not":""}}'].map<HostileMessage>(
      payload => [`H-03 ${name} with ${payload || 'nothing'}`, name, payload, 'bad_request'],
    ),
    [`H-03 ${name} with an argument more`, name, `{"documentId":"${documentId}"},5`, 'bad_request'],
    ...[64, 96, 97, 1_000, 5_000, 100_000].map<HostileMessage>(depth => [
      `H-04 ${name} nested ${depth} deep`,
      name,
      `{"documentId":"${documentId}","schemaVersion":${schemaVersion},"type":"EditContent","steps":[{"stepType":${arrays(depth - 3)}}]}`,
      'bad_request',
    ]),
  ])
}

/** C: the envelope of a command. */
export function envelopes(documentId: string, others: string): HostileMessage[] {
  const fine = () => edit(documentId, [insertText('x')])
  const say = (command: object) => JSON.stringify(command)
  const set = (field: string, value: string) => say({ ...fine(), [field]: 'VALUE' }).replace('"VALUE"', value)
  const bad = (what: string, payload: string): HostileMessage => [what, 'document:command', payload, 'bad_request']
  const rename = { ...fine(), type: 'RenameDocument', steps: undefined }
  return [
    ...Object.keys(fine()).map(field => bad(`H-23 without ${field}`, say({ ...fine(), [field]: undefined }))),
    ...['userId', 'authorId', 'role', 'createdAt', 'recordedAt', 'revision', 'position', 'via', 'isAdmin'].map(field =>
      bad(`H-32 with ${field}`, say({ ...fine(), [field]: stranger })),
    ),
    ...[...noRevisions, '0', '-0', '0.5'].map(base => bad(`H-24 baseRevision ${base}`, set('baseRevision', base))),
    ...noRevisions.map(version => bad(`H-24 schemaVersion ${version}`, set('schemaVersion', version))),
    ['H-24 a schemaVersion to come', 'document:command', set('schemaVersion', `${schemaVersion + 1}`), 'busy'],
    ['H-25 baseRevision of the next one', 'document:command', set('baseRevision', '2'), 'future_revision'],
    ['H-25 baseRevision far ahead', 'document:command', set('baseRevision', '1000001'), 'future_revision'],
    ...noIds(documentId).flatMap(id => [
      bad(`H-30 commandId ${id.slice(0, 40)}`, set('commandId', id)),
      bad(`H-33 documentId ${id.slice(0, 40)}`, set('documentId', id)),
    ]),
    bad('H-30 commandId of 900 kB', set('commandId', `"${'x'.repeat(900_000)}"`)),
    ['H-33 a document that there is not', 'document:command', set('documentId', `"${stranger}"`), 'not_found'],
    [
      'H-33 trashing somebody else’s',
      'document:command',
      say({ ...rename, documentId: others, type: 'TrashDocument' }),
      'forbidden',
    ],
    [
      'H-33 deleting somebody else’s',
      'document:command',
      say({ ...rename, documentId: others, type: 'DeleteDocument' }),
      'forbidden',
    ],
    ...['"__proto__"', '"constructor"', '"DocumentCreated"', '""', 'null', '["EditContent"]', '{"not":""}'].map(type =>
      bad(`H-23 type ${type}`, set('type', type)),
    ),
    bad('H-34 no steps', set('steps', '[]')),
    ...['null', '{}', '"x"', '{"length":1}', '[null]', '[[]]'].map(steps =>
      bad(`H-34 steps ${steps}`, set('steps', steps)),
    ),
    [
      'H-34 501 steps',
      'document:command',
      say(edit(documentId, Array(501).fill(insertText('x')))),
      'command_too_large',
    ],
    [
      'H-34 40,000 steps',
      'document:command',
      say(edit(documentId, Array(40_000).fill({ stepType: 'x' }))),
      'command_too_large',
    ],
    bad('H-34 200,000 steps that are none', set('steps', `[${'1,'.repeat(199_999)}1]`)),
    bad('H-34 200,000 steps that are empty', set('steps', `[${'{},'.repeat(199_999)}{}]`)),
    ...['[0,1]', '[]', '[-1]', '[1.5]', '["1"]', '[1e999]', '{}'].map(times =>
      bad(`H-23 stepTimes ${times}`, set('stepTimes', times)),
    ),
    ...['"__proto__"', '"seed"', '5', '["typed"]'].map(origin => bad(`H-23 origin ${origin}`, set('origin', origin))),
    ...['["x"]', '"x"', `[${`"${stranger}",`.repeat(1_000)}"${stranger}"]`].map(undoes =>
      bad(`H-23 undoes ${undoes.slice(0, 10)}`, set('undoes', undoes)),
    ),
    ...['"yesterday"', '5', '"2026-01-01"'].map(at => bad(`H-23 madeAt ${at}`, set('madeAt', at))),
    ...['{}', '{"documentId":"x"}', `{"documentId":"${stranger}","revision":1,"from":-1,"to":0}`].map(source =>
      bad(`H-23 source ${source}`, set('source', source)),
    ),
    ...['a\u0000b', 'x'.repeat(501), 5, null, ['a'], { not: '' }, 'a\nb', '\ud83d'].map(title =>
      bad(`H-48 title ${JSON.stringify(title).slice(0, 12)}`, say({ ...rename, title })),
    ),
    ...['a\u0000b', 'x'.repeat(201), 5, ['a']].map(name =>
      bad(`H-48 name ${JSON.stringify(name).slice(0, 12)}`, say({ ...rename, type: 'NameVersion', revision: 1, name })),
    ),
    ...['NameVersion', 'RestoreRevision'].map<HostileMessage>(type => [
      `H-25 ${type} beyond the head`,
      'document:command',
      say({ ...rename, type, revision: 99, ...(type === 'NameVersion' && { name: 'x' }) }),
      'future_revision',
    ]),
    ...noRevisions.map(revision =>
      bad(
        `H-24 RestoreRevision ${revision}`,
        say({ ...rename, type: 'RestoreRevision', revision: 'VALUE' }).replace('"VALUE"', revision),
      ),
    ),
    bad('H-23 untrashing what is not trashed', say({ ...rename, type: 'UntrashDocument' })),
  ]
}

/** H-65: words about where one is that nobody may be told. */
export function presences(documentId: string, otherId: string): [what: string, payload: string][] {
  const at = (anchor: string, head = '1') => `{"anchor":${anchor},"head":${head}}`
  const say = (selection: string, more = '', id = `"${documentId}"`) =>
    `{"documentId":${id},"revision":1,"selection":${selection}${more}}`
  return [
    ...['null', '[]', '5', '"x"', '{}', ''].map<[string, string]>(payload => [`nothing: ${payload}`, payload]),
    ...['-1', '1.5', '"1"', 'null', '1e999', '1e10', '[]'].map<[string, string]>(place => [
      `anchor ${place}`,
      say(at(place)),
    ]),
    ['a name', say('null', ',"name":"<img onerror=alert(1)>"')],
    ['another author', say('null', `,"authorId":"${stranger}"`)],
    ['another client', say('null', `,"clientId":"${randomUUID()}"`)],
    ['a colour', say('null', ',"color":"red"')],
    ['a document that is not open', say('null', '', `"${otherId}"`)],
    ['1 MB', say('null', `,"state":"${'x'.repeat(1_000_000)}"`)],
    ['100,000 arrays in arrays', say(arrays(100_000))],
    ['300,000 arrays', say(`[${'[],'.repeat(299_999)}[]]`)],
    ...noIds(documentId).map<[string, string]>(id => [`id ${id.slice(0, 20)}`, say('null', '', id)]),
  ]
}
