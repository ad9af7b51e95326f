import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import { Lookout } from '@/server/lookout'
import { ids } from '../../support/deciding'
import { FaultyStore } from '../../support/faulty-store'
import { WorldServer } from '../../support/world/server'
import { Clock } from '../../support/world/wire'
import { anna, answer, Office, renaming, typing } from '../../support/writing'

/** One process where somebody reads, another one that writes, one log. */
async function twoProcesses() {
  const store = new FaultyStore()
  const there = new Office(store.inner)
  await there.create()
  const here = new WorldServer(store, new Clock())
  const heard: number[] = []
  const peer = here.connect('reader', ids.ben, (name, payload) => {
    if (name === 'document:events')
      heard.push(...(payload as { events: { revision: number }[] }).events.map(({ revision }) => revision))
  })
  const open = () => here.rooms.open(peer, { documentId: ids.document, schemaVersion }, () => 0)
  const errors: unknown[] = []
  const lookout = new Lookout({
    store,
    open: () => here.rooms.writers(),
    onError: error => errors.push(error),
    every: 5,
  })
  return { store, there, here, peer, open, heard, errors, lookout }
}

test('[FT2] what another process appends to an open document is told to its room, though nobody writes here', async () => {
  const { there, here, open, heard, lookout } = await twoProcesses()
  await open()
  lookout.start()
  for (let i = 0; i < 3; i++) await there.submit(typing('x'))
  await expect.poll(() => heard).toEqual([2, 3, 4])
  // And what's written here now stands on it.
  expect(answer(await here.writers.submit(renaming('Here', 4), anna))).toBe(5)
  await expect.poll(() => heard).toEqual([2, 3, 4, 5])
  lookout.stop()
})

test('[FT2] one question is asked for all open documents, none where nobody has one open', async () => {
  const { store, there, here, peer, open, lookout } = await twoProcesses()
  const asked: number[] = []
  const heads = store.heads.bind(store)
  store.heads = async documentIds => {
    asked.push(documentIds.length)
    return heads(documentIds)
  }
  await lookout.look()
  await open()
  const other = randomUUID()
  await there.create(other)
  await here.rooms.open(peer, { documentId: other, schemaVersion }, () => 0)
  await lookout.look()
  expect(asked).toEqual([2])
})

test('[FT2] a log that cannot be asked is asked again, and complained of once', async () => {
  const { store, there, open, heard, errors, lookout } = await twoProcesses()
  await open()
  store.away = true
  lookout.start()
  await expect.poll(() => errors).toHaveLength(1)
  await there.submit(typing('x'))
  store.away = false
  await expect.poll(() => heard).toEqual([2])
  expect(errors).toHaveLength(1)
  lookout.stop()
})

test('[FT3] a document that nobody has open here is answered as the log has it, and opened so', async () => {
  const { there, here, open } = await twoProcesses()
  expect((await here.writers.current(ids.document))!.revision).toBe(1)
  await there.submit(typing('x'))
  expect((await here.writers.current(ids.document))!.revision).toBe(2)
  await there.submit(typing('y'))
  expect(await open()).toMatchObject({ revision: 3, snapshot: { revision: 3 } })
})
