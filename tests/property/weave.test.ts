import type { Node } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { canonicalJSON } from '@/lib/document/schema'
import { documentAt } from '@/lib/history/weave/document'
import { Weave } from '@/lib/history/weave/weave'
import { weaveEvent } from '@/lib/history/weave/weaver'
import { paper } from '../bench/paper'
import { somePast } from '../support/histories'
import { forSeeds } from '../support/property'

describe('a weave', () => {
  test('[WV1] holds the document at every revision, whatever was done', () => {
    forSeeds(100, random => {
      const { documents, weave } = somePast(random)
      for (let r = 1; r < documents.length; r++)
        expect(canonicalJSON(documentAt(weave, r))).toBe(canonicalJSON(documents[r]!.doc))
    })
  })

  test('[WV2] holds the document at every revision of a recording of people who write', () => {
    const documents: Node[] = []
    const weave = new Weave()
    for (const { event, doc } of paper(() => {}, 6_000)) {
      weaveEvent(weave, event)
      documents.push(doc)
    }
    for (let r = 1; r <= documents.length; r += 37)
      expect(canonicalJSON(documentAt(weave, r))).toBe(canonicalJSON(documents[r - 1]!))
    expect(documentAt(weave, documents.length).eq(documents.at(-1)!)).toBe(true)
  })
})
