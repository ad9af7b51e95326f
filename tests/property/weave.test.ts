import type { Node } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { canonicalJSON } from '@/lib/document/schema'
import { decodeWeave, WeaveFault } from '@/lib/history/weave/decode'
import { diff } from '@/lib/history/weave/diff'
import { documentAt } from '@/lib/history/weave/document'
import { encodeWeave } from '@/lib/history/weave/encode'
import { Weave } from '@/lib/history/weave/weave'
import { weaveEvent } from '@/lib/history/weave/weaver'
import { paper } from '../bench/paper'
import { somePast, woven } from '../support/histories'
import { forSeeds } from '../support/property'
import { sealed, spoiled } from '../support/spoiled'

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

  test('[WV12] is the same after it was written as bytes and read, and goes on as it would have', () => {
    forSeeds(100, random => {
      const { documents, events, weave } = somePast(random)
      const half = woven(events.slice(0, random.below(events.length)))
      const read = decodeWeave(encodeWeave(half))
      for (const event of events.slice(half.revision)) weaveEvent(read, event)
      expect(encodeWeave(read)).toEqual(encodeWeave(weave))
      const r = 1 + random.below(documents.length - 1)
      expect(canonicalJSON(documentAt(read, r))).toBe(canonicalJSON(documents[r]!.doc))
      expect(diff(read, r, weave.revision)).toEqual(diff(weave, r, weave.revision))
    })
  })

  test('[WV13] says it when a byte of it is changed or missing, and is refused as one whatever its bytes say', () => {
    const seen = { read: 0, fault: 0 }
    forSeeds(150, random => {
      const bytes = encodeWeave(somePast(random, 20).weave)
      expect(outcome(bytes.subarray(0, random.below(bytes.length)))).toBe('fault')
      const changed = bytes.slice()
      const at = random.below(bytes.length)
      changed[at] = changed[at]! ^ (1 << random.below(8))
      expect(outcome(changed)).toBe('fault')
      for (let i = 0; i < 10; i++) seen[outcome(sealed(spoiled(bytes, random)))]++
    })
    // A token in two places, and another one in none.
    const weave = new Weave()
    weave.revisions.add('anna', 'typed', 0)
    for (const unit of [97, 98]) weave.tokens.add(unit, 1, 1)
    weave.order.begin(Int32Array.of(0, 0))
    expect(outcome(encodeWeave(weave))).toBe('fault')
    expect(seen.fault).toBeGreaterThan(400)
    expect(seen.read).toBeGreaterThan(20)
  })
})

/** What reading some bytes comes to; whatever else than a WeaveFault is thrown goes through. */
function outcome(bytes: Uint8Array): 'read' | 'fault' {
  try {
    const { order, tokens } = decodeWeave(bytes)
    expect(order.ids.slice().sort()).toEqual(Int32Array.from({ length: tokens.count }, (_, id) => id))
    return 'read'
  } catch (error) {
    if (!(error instanceof WeaveFault)) throw error
    return 'fault'
  }
}
