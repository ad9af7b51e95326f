import { Slice } from '@tiptap/pm/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EverdraftClient } from '@/lib/client/client'
import { schema } from '@/lib/document/schema'
import { Random } from '../../support/random'
import { paragraphs } from '../../support/scribe'
import { eventually, type SocketWorld, socketWorld } from '../../support/socket'
import { WorldWriter } from '../../support/world/writer'

let world: SocketWorld
let client: EverdraftClient

beforeAll(async () => {
  world = await socketWorld()
  client = await EverdraftClient.connect(world.url)
})
afterAll(async () => {
  client.close()
  world.hangUp()
  await world.stop()
})

async function writing() {
  const { documentId } = await client.create({ title: 'Large' })
  const { transport, me } = client
  const writer = new WorldWriter('ann', new Random(1), { transport, documentId, me })
  await eventually(() => writer.session.state.phase).toBe('open')
  const paste = (slice: Slice) => {
    writer.dispatch(writer.state.tr.replace(1, 1, slice))
    writer.binding.takeLocal()
  }
  return { documentId, writer, paste }
}

it('[OB16] a paste of megabytes is saved whole, over one connection', { timeout: 120_000 }, async () => {
  const { documentId, writer, paste } = await writing()
  const { clientId } = writer.session.state
  const lines = Array.from({ length: 15_000 }, (_, i) => `${i} ${'ä'.repeat(50)}`)
  paste(new Slice(paragraphs(...lines).content, 1, 1))
  await expect.poll(() => writer.session.state.unconfirmed, { timeout: 100_000, interval: 100 }).toBe(0)
  const { doc } = await client.document(documentId)
  expect(schema.nodeFromJSON(doc).children.map(child => child.textContent)).toEqual(lines)
  expect(writer.session.state).toMatchObject({ clientId, drafts: [], refusal: null })
  expect((await client.events(documentId)).events.length).toBeGreaterThan(3)
  writer.session.close()
})

it('[OB16] what can’t be parted is offered back, and one writes on over the same connection', async () => {
  const { documentId, writer, paste } = await writing()
  const { clientId } = writer.session.state
  const text = '字'.repeat(500_000)
  paste(new Slice(paragraphs(text).content, 1, 1))
  await eventually(() => writer.session.state.drafts).toMatchObject([{ reason: 'command_too_large', text }])
  expect(writer.session.state.refusal).toMatchObject({ code: 'command_too_large' })
  paste(new Slice(paragraphs('after it').content, 1, 1))
  await eventually(() => writer.session.state.unconfirmed).toBe(0)
  expect(schema.nodeFromJSON((await client.document(documentId)).doc).textContent).toBe('after it')
  expect(writer.session.state).toMatchObject({ clientId, refusal: null })
  writer.session.close()
})
