import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Committer, GroupCommit } from '@/server/group-commit'
import { run } from '../../../contract/event-store'
import { FaultyStore } from '../../../support/faulty-store'

const pause = (ms = 5) => new Promise(resolve => setTimeout(resolve, ms))

/** A document that wants to store so many events, and notes what it's told. */
function committer(commit: GroupCommit, count: number, documentId = randomUUID()) {
  let next = 1
  const told: string[] = []
  const self: Committer & { told: string[] } = {
    told,
    take: limit => run(documentId, next, Math.min(limit, count)),
    committed: positions => {
      told.push(`${positions.length}`)
      next += positions.length
      count -= positions.length
      if (count > 0) commit.schedule(self)
    },
    lost: () => void told.push('lost'),
    unknown: error => void told.push(error instanceof Error ? error.message : 'unknown'),
  }
  return self
}

test('[WR7] one commit carries what was decided for many documents while the one before was under way', async () => {
  const store = new FaultyStore()
  const flushed: number[] = []
  const commit = new GroupCommit(store, events => flushed.push(events))
  const release = store.hold()
  const all = Array.from({ length: 21 }, () => committer(commit, 2))
  commit.schedule(all[0]!)
  await pause()
  for (const one of all.slice(1)) commit.schedule(one)
  await pause()
  expect(store.appends).toHaveLength(1)
  release()
  await pause()
  expect(store.appends.map(documents => documents.length)).toEqual([1, 20])
  expect(flushed).toEqual([2, 40])
  expect(all.map(({ told }) => told)).toEqual(all.map(() => ['2']))
})

test('[WR7] no document is in two statements at once, and none takes more than a batch', async () => {
  const store = new FaultyStore()
  const commit = new GroupCommit(store)
  const [long, short] = [committer(commit, 1_200), committer(commit, 3)]
  const release = store.hold()
  commit.schedule(long)
  commit.schedule(long)
  commit.schedule(short)
  await pause()
  commit.schedule(long)
  await pause()
  expect(store.appends).toHaveLength(1)
  release()
  await pause(30)
  // Who has waited goes first: the long one makes room for the short one.
  expect(long.told).toEqual(['500', '497', '203'])
  expect(short.told).toEqual(['3'])
})

test('[WR7] an answer that does not come is an unknown outcome, and the next statement goes on', async () => {
  const store = new FaultyStore()
  const commit = new GroupCommit(store, () => {}, 20)
  store.faults = ['hang']
  const [stuck, other] = [committer(commit, 1), committer(commit, 1)]
  commit.schedule(stuck)
  await pause(10)
  commit.schedule(other)
  await pause(40)
  expect(stuck.told).toEqual(['The log has not answered'])
  expect(other.told).toEqual(['1'])
})

test('[WR7] a document that fails over its answer does not take the others with it', async () => {
  const commit = new GroupCommit(new FaultyStore())
  const [broken, other] = [committer(commit, 1), committer(commit, 1)]
  broken.committed = () => {
    throw new Error('A bug')
  }
  commit.schedule(broken)
  commit.schedule(other)
  await pause()
  commit.schedule(committer(commit, 1))
  expect(broken.told).toEqual(['A bug'])
  expect(other.told).toEqual(['1'])
  const late = committer(commit, 1)
  commit.schedule(late)
  await pause()
  expect(late.told).toEqual(['1'])
})
