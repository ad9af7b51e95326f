import { beforeEach, describe, expect, test } from 'vitest'
import { MemoryEventStore } from '@/server/event-store/memory'
import { ids, wish } from '../../../support/deciding'
import { FaultyStore } from '../../../support/faulty-store'
import { anna, answer, ben, log, Office, renaming, soundLog, typing } from '../../../support/writing'

let store: FaultyStore
let office: Office
beforeEach(async () => {
  store = new FaultyStore()
  office = new Office(store)
  await office.create()
})

/** Many revisions by somebody else. */
async function pass(revisions: number): Promise<void> {
  for (let i = 0; i < revisions; i += 500)
    await Promise.all(
      Array.from({ length: Math.min(500, revisions - i) }, async () => {
        const { revision } = (await office.writers.current(ids.document))!
        await office.submit(renaming('x', revision), ben)
      }),
    )
}

describe('a resend', () => {
  test('[WR8] is answered as the first time, and makes no second event', async () => {
    const command = typing('once')
    const first = await office.submit(command)
    await office.submit(typing('other', 2), ben)
    expect(await office.submit(command)).toEqual(first)
    expect(await office.submit(structuredClone(command))).toEqual(first)
    expect(await log(store)).toHaveLength(3)
  })

  test('[WR8] a hundred times at once is one event', async () => {
    const command = typing('once')
    const release = store.hold()
    const outcomes = Array.from({ length: 100 }, () => office.submit(command))
    await new Promise(resolve => setTimeout(resolve, 5))
    release()
    expect(new Set((await Promise.all(outcomes)).map(answer))).toEqual(new Set([2]))
    expect(await soundLog(store)).toHaveLength(2)
  })

  test('[WR8] at several servers at once is one event', async () => {
    const servers = [office, new Office(store), new Office(store)]
    const command = typing('once')
    const outcomes = await Promise.all(servers.flatMap(server => [server.submit(command), server.submit(command)]))
    expect(new Set(outcomes.map(answer))).toEqual(new Set([2]))
    expect(await soundLog(store)).toHaveLength(2)
  })

  test('[WR8] after a restart is answered as the first time', async () => {
    const command = typing('once')
    const first = await office.submit(command)
    await office.submit(typing('other', 2), ben)
    expect(await new Office(store).submit(command)).toEqual(first)
    expect(await log(store)).toHaveLength(3)
  })

  test('[WR8] from before what memory holds is answered as the first time', async () => {
    const command = typing('once')
    const first = await office.submit(command)
    await pass(2_500)
    expect(await office.submit(command)).toEqual(first)
    expect(await new Office(store).submit(command)).toEqual(first)
    expect(await log(store)).toHaveLength(2_502)
  })

  test('[WR8] whatever the copy carries is answered as the first time', async () => {
    const command = typing('once')
    const first = await office.submit(command)
    for (const copy of [
      { ...typing('else'), commandId: command.commandId },
      { ...renaming('else'), commandId: command.commandId },
      { ...typing('bad', 1, { steps: [{ stepType: 'evil' }] }), commandId: command.commandId },
    ])
      expect(await office.submit(copy)).toEqual(first)
    expect(await log(store)).toHaveLength(2)
  })

  test('[WR8] while its first copy is being settled after a broken connection is one event', async () => {
    store.faults = ['after', 'before']
    const command = typing('once')
    const outcomes = await Promise.all([office.submit(command), office.submit(typing('b')), office.submit(command)])
    expect(outcomes.map(answer)).toEqual([2, 3, 2])
    expect(await soundLog(store)).toHaveLength(3)
  })

  test("[WR9] with another author's id is another command", async () => {
    const command = typing('mine')
    expect(answer(await office.submit(command))).toBe(2)
    expect(answer(await office.submit(command, ben))).toBe(3)
    expect(await log(store)).toHaveLength(3)
  })

  test('[WR10] of a delete, and of what came before it, is answered as the first time; everything else is not_found', async () => {
    const [edit, deletion] = [typing('x'), wish({ type: 'DeleteDocument', baseRevision: 2 })]
    const [first, last] = [await office.submit(edit), await office.submit(deletion)]
    for (const server of [office, new Office(store)]) {
      expect(await server.submit(deletion)).toEqual(last)
      expect(await server.submit(edit)).toEqual(first)
      expect(answer(await server.submit(deletion, ben))).toBe('not_found')
      expect(answer(await server.submit(renaming('x', 3)))).toBe('not_found')
      expect(await server.writers.current(ids.document)).toBeNull()
    }
    expect(await log(store)).toHaveLength(3)
  })

  test('[WR10] to a document that never was is not_found', async () => {
    const nowhere = { ...typing('x'), documentId: ids.ben }
    expect(answer(await office.submit(nowhere))).toBe('not_found')
  })
})

describe('creating', () => {
  const content = (...types: string[]) => ({ type: 'doc', content: types.map(type => ({ type })) })
  const make = (documentId: string, sender = anna, more: object = {}) =>
    office.writers.create({ documentId, title: 'New', ...more }, sender)
  const id = (n: number) => `00000000-0000-4000-8000-00000000010${n}`

  test('[WR11] again with the same id is answered as the first time, for its author alone', async () => {
    const first = await make(id(1))
    expect(await make(id(1), anna, { title: 'Other' })).toEqual(first)
    expect(answer(await make(id(1), ben))).toBe('bad_request')
    expect(await new Office(store).writers.create({ documentId: id(1), title: '' }, anna)).toEqual(first)
    expect(await log(store, id(1))).toHaveLength(1)
  })

  test('[WR11] many times at once is one document', async () => {
    const other = new Office(store)
    const offices = [office, other, office, other, office]
    const made = await Promise.all(offices.map(({ writers }) => writers.create({ documentId: id(2), title: '' }, anna)))
    expect(made.map(answer)).toEqual([1, 1, 1, 1, 1])
    expect(await log(store, id(2))).toHaveLength(1)
  })

  test.each(['before', 'after'] as const)(
    '[WR11] through a connection that breaks %s storing never lies',
    async fault => {
      store.faults = [fault]
      const outcome = await make(id(3))
      expect(answer(outcome)).toBe(fault === 'after' ? 1 : 'busy')
      expect(answer(await make(id(3)))).toBe(1)
    },
  )

  test('[WR12] takes only a sound document', async () => {
    for (const bad of [
      { type: 'paragraph' },
      { type: 'text', text: 'x' },
      { type: 'doc' },
      content('evil'),
      content('bulletList'),
      { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '\ud83d' }] }] },
      { type: 'doc', content: [{ type: 'heading', attrs: { level: 9 } }] },
    ])
      expect(answer(await make(id(4), anna, { content: bad }))).toBe('invalid_steps')
    expect(answer(await make(id(4), anna, { content: content(...Array(100_000).fill('paragraph'), 'evil') }))).toBe(
      'document_too_large',
    )
    expect(await log(store, id(4))).toEqual([])
    expect(answer(await make(id(4), anna, { content: content('paragraph', 'horizontalRule') }))).toBe(1)
    expect((await office.writers.current(id(4)))!.doc.childCount).toBe(2)
  })

  test('[WR12] without content is one empty paragraph', async () => {
    await make(id(5))
    expect((await office.writers.current(id(5)))!.doc.toJSON()).toEqual({
      type: 'doc',
      content: [{ type: 'paragraph', attrs: { dir: null, lang: null } }],
    })
  })

  test('[WR13] more documents than fit in memory: those not in use leave it, and nothing is forgotten', async () => {
    const small = new Office(new MemoryEventStore(), { maxDocuments: 3 })
    const documents = Array.from(
      { length: 12 },
      (_, i) => `00000000-0000-4000-8000-0000000002${String(i).padStart(2, '0')}`,
    )
    for (const documentId of documents) await small.create(documentId, '')
    for (let round = 0; round < 3; round++)
      await Promise.all(
        documents.map(async documentId => {
          const { revision } = (await small.writers.current(documentId))!
          return small.submit({ ...typing('x', revision), documentId })
        }),
      )
    for (const documentId of documents) {
      expect((await small.writers.current(documentId))!.doc.textContent).toBe('xxx')
      expect(await soundLog(small.store, documentId)).toHaveLength(4)
    }
  })
})
