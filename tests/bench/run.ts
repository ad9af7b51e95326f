/** `npm run bench [-- NAME …] [--rounds N] [--json FILE]`: runs the benches of `benches/`, one file each. */
import { readdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { build } from '../../server/launch/prepare.mjs'
import { inTurn } from '../../server/launch/turn.mjs'
import type { Bench, Round } from './bench'
import { circumstances, printed, type Report, summed } from './report'
import { openStage, Props } from './stage'

const all = readdirSync(new URL('./benches/', import.meta.url)).map(file => file.replace(/\.ts$/, ''))

type Asked = { names: string[]; json: string | null; rounds: number | null }

function read(args: readonly string[]): Asked {
  const asked: Asked = { names: [], json: null, rounds: null }
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--json') asked.json = rest.shift() ?? null
    else if (arg === '--rounds') asked.rounds = Math.max(1, Number.parseInt(rest.shift() ?? '', 10) || 1)
    else if (all.includes(arg)) asked.names.push(arg)
    else throw new Error(`No such bench: ${arg}. There are: ${all.join(', ')}.`)
  }
  return asked.names.length > 0 ? asked : { ...asked, names: all }
}

async function play(name: string, wanted: number | null, props: Props): Promise<Report> {
  const { bench } = (await import(`./benches/${name}.ts`)) as { bench: Bench }
  const count = wanted ?? bench.rounds
  console.log(`${name}: setting the scene`)
  const stage = openStage(line => console.log(`  ${line}`), props)
  const stop = () =>
    void stage
      .close()
      .then(() => props.close())
      .then(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const { round, close } = await bench.open(stage)
    const rounds: Round[] = []
    for (let n = 1; n <= count; n++) {
      rounds.push(await round(n))
      console.log(`  round ${n} of ${count}; others on this machine: load ${loadavg()[0]!.toFixed(1)}`)
    }
    await close?.()
    return summed(name, bench, rounds)
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await stage.close()
  }
}

async function main(): Promise<void> {
  const { names, json, rounds } = read(process.argv.slice(2))
  await inTurn(build)
  const { raised, ...where } = circumstances()
  console.log(`${where.machine}, ${where.system}; raised: ${Object.keys(raised).join(', ')}`)
  const reports: Report[] = []
  const props = new Props()
  try {
    for (const name of names) {
      reports.push(await play(name, rounds, props))
      console.log(printed(reports.at(-1)!))
    }
  } finally {
    await props.close()
  }
  if (json) writeFileSync(json, `${JSON.stringify({ ...where, raised, reports }, null, 1)}\n`)
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error)
    process.exit(1)
  },
)
