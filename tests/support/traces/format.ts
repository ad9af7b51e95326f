/**
 * Recordings of people writing, keystroke by keystroke, as JSON. Positions and counts are Unicode code points of the text,
 * in which one line is one paragraph.
 */
export type Patch = [position: number, deleteCount: number, inserted: string]

type Transaction = { time?: string; patches: Patch[] }

/** One order for all: each transaction follows the one before it. */
export type Sequential = { startContent: string; endContent: string; txns: Transaction[] }

/** Several people at once: a transaction's positions are those of the text that its author saw, the merge of its `parents`. */
export type Concurrent = {
  startContent?: string
  endContent: string
  numAgents: number
  txns: (Transaction & { parents: number[]; agent: number })[]
}

export type Trace = Sequential | Concurrent

export function isConcurrent(trace: Trace): trace is Concurrent {
  return 'numAgents' in trace
}

/**
 * What each transaction's author had seen: of each agent so many transactions, in their order.
 * @throws RangeError where a transaction's author had not seen everything of their own
 */
export function seen({ txns, numAgents }: Concurrent): number[][] {
  const before: number[][] = []
  const after: number[][] = []
  const made = new Array<number>(numAgents).fill(0)
  txns.forEach(({ parents, agent }, i) => {
    const have = made.map((_, a) => Math.max(0, ...parents.map(parent => after[parent]![a]!)))
    if (have[agent] !== made[agent]!) throw new RangeError(`Transaction ${i} does not follow its author's last one`)
    made[agent]!++
    before.push(have)
    after.push(have.map((count, a) => (a === agent ? count + 1 : count)))
  })
  return before
}
