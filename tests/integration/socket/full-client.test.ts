import { afterAll, beforeAll, expect, it } from 'vitest'
import { EverdraftClient } from '@/lib/client/client'
import type { Transport, TransportListener } from '@/lib/client/transport'
import { canonicalJSON, schema } from '@/lib/document/schema'
import type { EventsMessage } from '@/lib/protocol/socket'
import { contentOf, typing } from '../../support/http'
import { create, eventually, type Person, type SocketWorld, socketWorld } from '../../support/socket'

let world: SocketWorld
let ann: Person
let client: EverdraftClient

beforeAll(async () => {
  world = await socketWorld()
  ann = await world.person()
  client = await EverdraftClient.connect(world.url)
})
afterAll(async () => {
  client.close()
  world.hangUp()
  await world.stop()
})

/** A wire that makes an x of every y that is typed. */
function misheard(transport: Transport): Transport {
  const mishear = (message: EventsMessage): EventsMessage => JSON.parse(JSON.stringify(message).replaceAll('"y', '"x'))
  const hear = (listener: TransportListener): TransportListener => ({
    connected: () => listener.connected(),
    disconnected: () => listener.disconnected(),
    events: message => listener.events(mishear(message)),
    presence: message => listener.presence(message),
    authorChanged: author => listener.authorChanged(author),
    access: message => listener.access(message),
  })
  return {
    get connected() {
      return transport.connected
    },
    request: (name, payload) => transport.request(name, payload),
    presence: update => transport.presence(update),
    events: (documentId, from) => transport.events(documentId, from),
    documentAt: (documentId, revision) => transport.documentAt(documentId, revision),
    listen: listener => transport.listen(hear(listener)),
  }
}

it('[SK41] a client whose document is not the log’s finds out within 50 revisions and gets it anew', async () => {
  const documentId = await create(ann, { content: contentOf('one') })
  const session = client.open(documentId, { transport: misheard(client.transport) })
  await eventually(() => session.state.phase).toBe('open')
  const line = await ann.connect()
  const type = (text: string, revision: number) => line.get('document:command', typing(documentId, text, revision - 1))
  await type('y ', 2)
  for (let revision = 3; revision < 50; revision++) await type('z', revision)
  await eventually(() => session.state.revision).toBe(49)
  expect(session.doc?.textContent).toMatch(/^z+x one$/)
  for (let revision = 50; revision < 55; revision++) await type('z', revision)
  const { doc } = (await ann.call('GET', `/api/documents/${documentId}`)).json
  const ours = canonicalJSON(schema.nodeFromJSON(doc))
  await eventually(() => session.doc && canonicalJSON(session.doc)).toBe(ours)
  expect(session.state).toMatchObject({ revision: 54, phase: 'open', unconfirmed: 0 })
  expect((await ann.call('GET', '/metrics')).text).toMatch(/^everdraft_hash_mismatches_total 1$/m)
  session.close()
})
