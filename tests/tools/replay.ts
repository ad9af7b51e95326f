/** `npm run replay -- FILE …`: types a recording through the socket and compares what everybody has at the end. */
import { build } from '../../server/launch/prepare.mjs'
import { inTurn } from '../../server/launch/turn.mjs'
import { quantile } from '../support/quantiles'
import { startServer } from '../support/server'
import { isConcurrent, type Trace } from '../support/traces/format'
import { endOf, readTrace } from '../support/traces/read'
import { compare } from './replay/compare'
import { type Options, readOptions } from './replay/options'
import { paced, timesOf, unpaced } from './replay/pace'
import { play } from './replay/play'
import { progressBar } from './replay/progress'

const raised = { LIMIT_COMMANDS_PER_SECOND: '1000000', LIMIT_WORK_PER_SECOND: '1000000000' }
const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 })

async function replay({ file, speed, limit: most }: Options, trace: Trace, server: string): Promise<boolean> {
  const limit = Math.min(most, trace.txns.length)
  const people = isConcurrent(trace)
    ? `${trace.numAgents} people at once, each held at what they had seen`
    : 'one person'
  console.log(`  ${file}: ${number(limit)} transactions by ${people}`)
  const times = timesOf(trace)
  if (speed === null) console.log('  As fast as acknowledgements allow')
  else if (times.made) console.log(`  At ${speed} × made times (the recording has none: log-normal gaps, seeded)`)
  else console.log(`  At ${speed} × the recorded times`)
  const pace = speed === null ? unpaced : paced(times, speed)
  const played = await play(server, trace, { pace, limit, onProgress: progressBar(limit) })
  const { latencies, seconds } = played
  const ack = [0.5, 0.99, 1].map(share => number(quantile(latencies, share)))
  console.log(
    `  ${number(seconds)} s, ${number(limit / seconds)} edits/s; acknowledged in ${ack[0]} ms (p50), ${ack[1]} ms (p99), ${ack[2]} ms at most`,
  )
  const results = await compare(server, played, endOf(trace, limit), limit)
  for (const { name, equal, said } of results) console.log(`  ${equal ? '✓' : '✗'} ${name.padEnd(22)} ${said}`)
  return results.every(({ equal }) => equal)
}

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2))
  const trace = readTrace(options.file)
  if (options.server) return replay(options, trace, options.server)
  await inTurn(build)
  console.log('  A server of its own, its data in a temporary folder, its limit of commands per second raised')
  const server = await startServer(raised)
  // The server hears a Ctrl-C by itself; its folder is ours to remove.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => server.stop().then(() => process.exit(130)))
  try {
    return await replay(options, trace, server.url)
  } finally {
    await server.stop()
  }
}

main().then(
  equal => {
    console.log(equal ? '  Everything equals what the recording ends in.' : '  Not equal: see above.')
    process.exit(equal ? 0 : 1)
  },
  error => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
