import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { decodePage, PageFault } from '@/lib/history/pages/decode'
import { encodePage } from '@/lib/history/pages/encode'
import { someHistory, strangeHistory } from '../support/pages'
import { forSeeds } from '../support/property'
import { sealed, spoiled } from '../support/spoiled'

/** What reading some bytes comes to; whatever else than a PageFault is thrown goes through. */
function outcome(bytes: Uint8Array): 'read' | 'fault' {
  try {
    decodePage(bytes)
    return 'read'
  } catch (error) {
    if (!(error instanceof PageFault)) throw error
    return 'fault'
  }
}

describe('packed pages', () => {
  test('[PK1] hold everything of whatever events, deeply equal after they are read', () => {
    forSeeds(120, random => {
      const events = (random.chance(0.5) ? someHistory : strangeHistory)(random, random.below(60))
      const { page, texts } = encodePage(events)
      expect(texts).toBeLessThanOrEqual(page.length)
      const read = decodePage(page)
      const lost = events.findIndex((event, i) => !isDeepStrictEqual(read[i], event))
      expect([read.length, lost < 0 ? null : [events[lost], read[lost]]]).toEqual([events.length, null])
    })
  })

  test('[PK2] say it when a byte of them is changed or missing', () => {
    forSeeds(60, random => {
      const { page } = encodePage(someHistory(random, 1 + random.below(20)))
      expect(outcome(page.subarray(0, random.below(page.length)))).toBe('fault')
      const changed = page.slice()
      const at = random.below(page.length)
      changed[at] = changed[at]! ^ (1 << random.below(8))
      expect(outcome(changed)).toBe('fault')
    })
  })

  test('[PK3] are read to their end or refused as pages, whatever their bytes say', () => {
    const seen = { read: 0, fault: 0 }
    forSeeds(400, random => {
      const { page } = encodePage(strangeHistory(random, 1 + random.below(12)))
      for (let i = 0; i < 10; i++) seen[outcome(sealed(spoiled(page, random)))]++
      seen[outcome(sealed(Uint8Array.from([1, 0, 0, 0, 0, ...random.bytes(random.below(300))])))]++
    })
    expect(seen.fault).toBeGreaterThan(1_000)
    expect(seen.read).toBeGreaterThan(20)
  })
})
