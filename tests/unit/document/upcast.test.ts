import { describe, expect, test } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import { type Upcasters, upcast } from '@/lib/document/upcast'

/** A history of what a rename might have been: a word, then a record, then one with a language. */
const stair: Upcasters = {
  1: ({ type, data }) => (type === 'DocumentRenamed' ? { type, data: { title: data } } : { type, data }),
  2: ({ type, data }) => ({ type, data: type === 'DocumentRenamed' ? { ...(data as object), lang: null } : data }),
  3: ({ type, data }) => ({ type: type === 'DocumentHidden' ? 'DocumentTrashed' : type, data }),
}

describe('upcasting', () => {
  test('[UP3] lifts a body by one step of the stair after the other, up to the version that is spoken', () => {
    const old = { type: 'DocumentRenamed', data: 'Plans' }
    expect(upcast(old, 1, stair, 2)).toEqual({ type: 'DocumentRenamed', data: { title: 'Plans' } })
    expect(upcast(old, 1, stair, 4)).toEqual({ type: 'DocumentRenamed', data: { title: 'Plans', lang: null } })
    expect(upcast({ type: 'DocumentRenamed', data: { title: 'Plans' } }, 2, stair, 4)).toEqual({
      type: 'DocumentRenamed',
      data: { title: 'Plans', lang: null },
    })
    expect(upcast({ type: 'DocumentHidden', data: {} }, 1, stair, 4)).toEqual({ type: 'DocumentTrashed', data: {} })
  })

  test('[UP4] leaves a body of the spoken version, and what was recorded, as they are', () => {
    const body = Object.freeze({ type: 'DocumentRenamed', data: Object.freeze({ title: 'Plans' }) })
    expect(upcast(body, 2, stair, 2)).toBe(body)
    expect(upcast(body, schemaVersion)).toBe(body)
    upcast(body, 2, stair, 4)
    expect(body).toEqual({ type: 'DocumentRenamed', data: { title: 'Plans' } })
  })

  test('[UP5] refuses a version from the future, and a stair with a step missing', () => {
    const body = { type: 'DocumentRenamed', data: {} }
    expect(() => upcast(body, schemaVersion + 1)).toThrow(RangeError)
    expect(() => upcast(body, 5, stair, 4)).toThrow('reads up to 4')
    expect(() => upcast(body, 1, stair, 5)).toThrow('No upcaster from schema version 4')
    expect(() => upcast(body, 0, stair, 2)).toThrow('No upcaster from schema version 0')
  })

  test('[UP6] has a step for every version before the spoken one', () => {
    const body = { type: 'DocumentTrashed', data: {} }
    for (let version = 1; version <= schemaVersion; version++) expect(() => upcast(body, version)).not.toThrow()
  })
})
