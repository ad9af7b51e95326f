import { Random } from '../random'
import type { Concurrent, Patch, Sequential } from './format'
import { merged } from './merge'
import { patched } from './text'

const words =
  'the river heron waits below a bridge where évery stone was 石 carried 🪨 by hand and nobody counts'.split(' ')

/** One person at a keyboard: words letter by letter, typing mistakes taken back, lines, now and then a leap or a paste. */
class Writer {
  private queue: string[] = []
  private caret = 0
  length = 0

  constructor(private readonly random: Random) {}

  next(): Patch {
    const { random } = this
    if (this.queue.length === 0) {
      if (random.chance(0.1)) this.caret = random.below(this.length + 1)
      if (this.caret > 20 && random.chance(0.05)) return this.remove(2 + random.below(15))
      if (random.chance(0.02)) return this.insert(`${random.pick(words)}\n${random.pick(words)} 😀`)
      this.queue = [...random.pick(words), random.chance(0.08) ? '\n' : ' ']
    }
    if (this.caret > 0 && random.chance(0.06)) return this.remove(1)
    return this.insert(this.queue.shift()!)
  }

  private insert(text: string): Patch {
    const patch: Patch = [this.caret, 0, text]
    this.caret += Array.from(text).length
    this.length += Array.from(text).length
    return patch
  }

  private remove(count: number): Patch {
    this.caret -= count
    this.length -= count
    return [this.caret, count, '']
  }
}

/** A recording in the sequential format; some of its transactions have two carets. */
export function generateSequential(seed: number, transactions: number): Sequential {
  const random = new Random(seed)
  const writer = new Writer(random)
  const startContent = 'Begin.\n'
  let time = Date.UTC(2026, 0, 1)
  const txns = Array.from({ length: transactions }, () => {
    const patches = [writer.next(), ...(random.chance(0.05) ? [writer.next()] : [])]
    time += 50 + random.below(300)
    return { time: new Date(time).toISOString(), patches }
  })
  return {
    startContent,
    endContent: patched(
      startContent,
      txns.flatMap(({ patches }) => patches),
    ),
    txns,
  }
}

/**
 * A recording in the concurrent format: two people, each in a part of the text of their own, who hear of each other now and
 * then. What the first one has written stands before the second one's part, so that the latter's positions move.
 */
export function generateConcurrent(seed: number, transactions: number): Concurrent {
  const random = new Random(seed)
  const border = 'Here the other one writes.'
  const people = [0, 1].map(() => ({ writer: new Writer(random), last: [] as number[], heard: 0 }))
  // The first one's length after each of their transactions.
  const lengths = [0]
  const made: number[][] = [[], []]
  const txns: Concurrent['txns'] = []
  for (let i = 0; i < transactions; i++) {
    const agent = random.below(2)
    const [self, other] = [people[agent]!, people[1 - agent]!]
    const news = random.chance(0.15)
    if (news) self.heard = made[1 - agent]!.length
    const parents = [...self.last, ...(news ? other.last : [])].sort((a, b) => a - b)
    const [position, deleteCount, inserted] = self.writer.next()
    const shift = agent === 0 ? 0 : lengths[self.heard]! + border.length
    txns.push({ parents, agent, patches: [[position + shift, deleteCount, inserted]] })
    made[agent]!.push(i)
    self.last = [i]
    if (agent === 0) lengths.push(self.writer.length)
  }
  const trace = { startContent: border, endContent: '', numAgents: 2, txns }
  return { ...trace, endContent: merged(trace) }
}
