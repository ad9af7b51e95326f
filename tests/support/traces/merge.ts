import { type Concurrent, seen } from './format'

const never = 2_147_483_647

/**
 * The merge of a concurrent recording's first transactions, by the simplest means: every character that ever was stays in one
 * list, and an author sees those that were born and hadn't died in what they had. Right because no two people of a recording
 * ever insert at the same place at the same time. Each patch walks the list; it shares nothing with what it judges.
 */
export function merged(trace: Concurrent, limit = trace.txns.length): string {
  const { numAgents, startContent = '' } = trace
  const txns = trace.txns.slice(0, limit)
  const inserted = txns.flatMap(({ patches }) => patches.map(([, , text]) => text))
  const text = Array.from(startContent + inserted.join(''))
  // Characters are numbered as they come. Whose n-th transaction brought it, and which of each agent's took it first.
  const bornBy = new Uint8Array(text.length)
  const bornIn = new Int32Array(text.length).fill(-1)
  const diedIn = Array.from({ length: numAgents }, () => new Int32Array(text.length).fill(never))
  const list = new Int32Array(text.length)
  let length = 0
  const insert = (at: number, count: number) => {
    list.copyWithin(at + count, at, length)
    for (let i = 0; i < count; i++) list[at + i] = length++
  }
  insert(0, Array.from(startContent).length)

  const views = seen(trace)
  const made = new Array<number>(numAgents).fill(0)
  for (const [i, { agent, patches }] of txns.entries()) {
    const n = made[agent]!++
    // What the transaction itself has done so far is seen too.
    const have = views[i]!.map((count, a) => (a === agent ? n + 1 : count))
    const isShown = (id: number): boolean => {
      if (bornIn[id]! >= have[bornBy[id]!]!) return false
      for (let a = 0; a < numAgents; a++) if (diedIn[a]![id]! < have[a]!) return false
      return true
    }
    for (const [position, deleteCount, inserted] of patches) {
      let at = 0
      for (let passed = 0; passed < position && at < length; at++) if (isShown(list[at]!)) passed++
      let deleted = 0
      for (let j = at; deleted < deleteCount && j < length; j++) {
        if (!isShown(list[j]!)) continue
        diedIn[agent]![list[j]!] = n
        deleted++
      }
      if (deleted < deleteCount) throw new RangeError(`Transaction ${i} lies beyond the text that its author saw`)
      const count = Array.from(inserted).length
      bornBy.fill(agent, length, length + count)
      bornIn.fill(n, length, length + count)
      insert(at, count)
    }
  }
  const alive = Array.from(list.subarray(0, length)).filter(id => diedIn.every(died => died[id] === never))
  return alive.map(id => text[id]).join('')
}
