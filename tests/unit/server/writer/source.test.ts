import { beforeEach, describe, expect, it } from 'vitest'
import { ids, wish } from '../../../support/deciding'
import { answer, ben, log, Office, typing } from '../../../support/writing'

const other = '00000000-0000-4000-8000-000000000002'
let office: Office

beforeEach(async () => {
  office = new Office()
  await office.create(ids.document)
  await office.create(other, 'something to bring back')
})

const bringing = (source: object, baseRevision = 1) =>
  typing('back', baseRevision, { source: { documentId: other, revision: 1, from: 1, to: 5, ...source } })
const remove = () => office.submit(wish({ type: 'DeleteDocument', documentId: other, baseRevision: 1 }))

describe('what an edit says that it brings back', () => {
  it('[HI18] is stored as it was said where it is there, in another document or in its own', async () => {
    expect(answer(await office.submit(bringing({})))).toBe(2)
    expect(answer(await office.submit(bringing({ documentId: ids.document, revision: 2 }, 2)))).toBe(3)
    const sources = (await log(office.store)).map(({ data }) => 'source' in data && data.source)
    expect(sources).toEqual([
      false,
      { documentId: other, revision: 1, from: 1, to: 5 },
      { documentId: ids.document, revision: 2, from: 1, to: 5 },
    ])
  })

  it.each([
    ['a document that there is not', { documentId: '00000000-0000-4000-8000-00000000dead' }, 'not_found'],
    ['a revision beyond its head', { revision: 2 }, 'future_revision'],
    ['a revision of its own beyond the head', { documentId: ids.document, revision: 2 }, 'future_revision'],
    ['a place before where it begins', { from: 5, to: 1 }, 'bad_request'],
  ])('[HI18] is refused where it is %s', async (_, source, code) => {
    expect(answer(await office.submit(bringing(source)))).toBe(code)
    expect(await log(office.store)).toHaveLength(1)
  })

  it('[HI18] is refused once its document is deleted, but not to a copy of what was taken before', async () => {
    const taken = bringing({})
    const first = await office.submit(taken)
    await remove()
    expect(answer(await office.submit(bringing({}, 2)))).toBe('not_found')
    expect(await office.submit(taken)).toEqual(first)
    expect(await new Office(office.store).submit(taken)).toEqual(first)
    expect(answer(await office.submit(bringing({}, 2), ben))).toBe('not_found')
  })
})
