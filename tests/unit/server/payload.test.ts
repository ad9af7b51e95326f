import { describe, expect, test } from 'vitest'
import { readBody, shortCodec, UnreadableEvent } from '@/server/event-store/codec'
import { writePayload } from '@/server/event-store/payload'

const put = (from: number, text: string) => ({
  stepType: 'replace',
  from,
  to: from,
  slice: { content: [{ type: 'text', text }] },
})
const take = (from: number, count: number) => ({ stepType: 'replace', from, to: from + count })
const typed = (...steps: object[]) => ({ steps, origin: 'typed' })
const read = (payload: string) => readBody(2, shortCodec, 1, payload).data

/** These rest in logs: no form that's here may ever be read otherwise. */
const golden: [string, object][] = [
  ['12,"a"', typed(put(12, 'a'))],
  ['12,3', typed(take(12, 3))],
  ['12,3,"abc",15,1', typed({ ...put(12, 'abc'), to: 15 }, take(15, 1))],
  ['7,"\\"",0,"😀"', typed(put(7, '"'), put(0, '😀'))],
  ['"mj4k2x1c",5,"x"', { ...typed(put(5, 'x')), madeAt: '2025-12-13T17:14:27.648Z', stepTimes: [0] }],
  [
    '"mj4k2x1c+0+6y",5,"x",6,"y"',
    { ...typed(put(5, 'x'), put(6, 'y')), madeAt: '2025-12-13T17:14:27.648Z', stepTimes: [0, 250] },
  ],
  ['{"steps":[],"origin":"typed"}', typed()],
  ['{"title":"Plan"}', { title: 'Plan' }],
]

describe('the payload of an event', () => {
  test('[PL2] every form of it is read as it always was, and written as it is today', () => {
    for (const [payload, data] of golden) {
      expect([payload, read(payload)]).toEqual([payload, data])
      expect(writePayload(data)).toBe(payload)
    }
  })

  test('[PL3] what is none is refused as unreadable', () => {
    const times = ['"mj4k2x1c"', '"mj4k2x1c+1",5,"x",6,"y"', '"?",5,"x"', '"mj4k2x1c+?",5,"x"']
    for (const payload of ['', 'null', '"', 'x', '1', '[1]', '"a","b"', '-1,"a"', '1.5,"a"', '1,null', '{', ...times])
      expect([payload, () => read(payload)]).toSatisfy(([, work]) => refuses(work as () => void))
  })
})

function refuses(work: () => void): boolean {
  try {
    work()
    return false
  } catch (error) {
    return error instanceof UnreadableEvent
  }
}
