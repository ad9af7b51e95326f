/** `npm run mutants [-- PART OF A NAME …] [--quick]`: breaks the project on purpose, and looks whether its tests notice. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from '../../server/launch/prepare.mjs'
import { inTurn } from '../../server/launch/turn.mjs'
import { Copy } from './copy'
import { type Killer, type Mutant, mutants } from './mutants'

type Result = 'killed' | 'survived' | 'not run'

const escaped = (title: string) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Runs the one test in the copy. A test that could not be run has not noticed anything. */
async function run({ project, file, title, env }: Killer, copy: Copy): Promise<Result> {
  const report = path.join(copy.folder, 'report.json')
  rmSync(report, { force: true })
  const vitest = path.join(copy.folder, 'node_modules/vitest/vitest.mjs')
  const args = [
    vitest,
    'run',
    '--project',
    project,
    file,
    '-t',
    escaped(title),
    '--reporter=json',
    `--outputFile=${report}`,
  ]
  const child = spawn(process.execPath, args, { cwd: copy.folder, env: { ...process.env, ...env }, stdio: 'ignore' })
  await new Promise(resolve => child.once('exit', resolve))
  if (!existsSync(report)) return 'not run'
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: { title: string; status: string }[] }[]
  }
  const tests = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(test => test.title.includes(title))
  if (tests.some(({ status }) => status === 'failed')) return 'killed'
  return tests.some(({ status }) => status === 'passed') ? 'survived' : 'not run'
}

async function judge(mutant: Mutant, killers: readonly Killer[], copy: Copy): Promise<Result[]> {
  copy.break(mutant)
  try {
    if (killers.some(({ project }) => project === 'faults')) await copy.build()
    const results: Result[] = []
    for (const killer of killers) results.push(await run(killer, copy))
    return results
  } finally {
    copy.mend()
  }
}

async function main(): Promise<boolean> {
  const args = process.argv.slice(2)
  const quick = args.includes('--quick')
  const parts = args.filter(arg => arg !== '--quick')
  const chosen = mutants.filter(({ name }) => parts.length === 0 || parts.some(part => name.includes(part)))
  await inTurn(build)
  const copy = new Copy()
  process.once('SIGINT', () => process.exit(130)).once('exit', () => copy.remove())
  let well = chosen.length > 0
  for (const mutant of chosen) {
    const killers = mutant.killers.filter(({ project }) => !quick || project !== 'faults')
    const results = await judge(mutant, killers, copy)
    for (const [i, { title }] of killers.entries()) {
      const mark = results[i] === 'killed' ? '✓' : '✗'
      console.log(`${mark} ${(i === 0 ? mutant.name : '').padEnd(52)} ${results[i]!.padEnd(9)} ${title}`)
    }
    well &&= results.every(result => result === 'killed')
  }
  console.log(well ? `All ${chosen.length} were noticed.` : 'Some were not noticed: see above.')
  return well
}

main().then(
  well => process.exit(well ? 0 : 1),
  error => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
