/**
 * `npm run faults -- [NAME …] [--seed N] [--minutes N] [--short]`: pulls plugs while people write, and looks what's left.
 * `kept` plays every seed that ever found something.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from '../../server/launch/prepare.mjs'
import { inTurn } from '../../server/launch/turn.mjs'
import { Random } from '../support/random'
import type { Extent } from './scenario'
import { scenarios } from './scenarios'
import kept from './seeds.json'

type Asked = { names: string[]; seed: number; minutes: number; extent: Extent }

function read(args: readonly string[]): Asked {
  const asked: Asked = { names: [], seed: Math.floor(Date.now() / 1_000) % 1_000_000, minutes: 0, extent: 'full' }
  const rest = [...args]
  const number = (flag: string) => {
    const value = Number(rest.shift())
    if (!Number.isFinite(value)) throw new Error(`${flag} wants a number`)
    return value
  }
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--seed') asked.seed = number(arg)
    else if (arg === '--minutes') asked.minutes = number(arg)
    else if (arg === '--short') asked.extent = 'short'
    else if (arg in scenarios || arg === 'kept') asked.names.push(arg)
    else throw new Error(`No such scenario: ${arg}.\n${list()}`)
  }
  return asked
}

const list = () =>
  `There are:\n${Object.entries(scenarios)
    .map(([name, { about }]) => `  ${name.padEnd(18)} ${about}`)
    .join('\n')}`

async function play(name: string, seed: number, extent: Extent): Promise<boolean> {
  const say = (line: string) => console.log(`  ${line}`)
  console.log(`${name}, seed ${seed}: ${scenarios[name]!.about}`)
  const began = performance.now()
  const random = new Random(seed)
  const { breaches, facts } = await scenarios[name]!.run({ random, extent, say }).catch((error: Error) => ({
    breaches: [error.stack ?? error.message],
    facts: {},
  }))
  const seconds = ((performance.now() - began) / 1_000).toFixed(0)
  const told = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`)
  say(`${breaches.length === 0 ? '✓' : '✗'} ${seconds} s; ${told.join(', ')}`)
  for (const breach of breaches.slice(0, 20)) say(breach)
  if (breaches.length > 0) {
    mkdirSync('test-results', { recursive: true })
    const file = `test-results/faults-${name}-${seed}.json`
    writeFileSync(file, `${JSON.stringify({ name, seed, facts, breaches }, null, 1)}\n`)
    say(`All ${breaches.length} in ${file}. Add the seed to tests/faults/seeds.json once you know why.`)
  }
  return breaches.length === 0
}

async function playKept(): Promise<boolean> {
  let well = true
  for (const { scenario, seed, extent } of kept) well = (await play(scenario, seed, extent as Extent)) && well
  return well
}

async function main(): Promise<boolean> {
  const { names, seed, minutes, extent } = read(process.argv.slice(2))
  if (names.length === 0 && minutes === 0) console.log(`All of them, one after the other. ${list()}\n`)
  await inTurn(build)
  const all = names.length > 0 ? names : Object.keys(scenarios)
  if (names.includes('kept')) return playKept()
  const until = Date.now() + minutes * 60_000
  let well = true
  for (let round = 0; round === 0 || Date.now() < until; round++)
    for (const name of all) {
      if (round > 0 && Date.now() >= until) break
      well = (await play(name, seed + round, extent)) && well
    }
  console.log(well ? 'Nothing was lost.' : 'Something is broken: see above.')
  return well
}

main().then(
  well => process.exit(well ? 0 : 1),
  error => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
