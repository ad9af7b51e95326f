// `npm test [stage …]`: the whole proof. The last line is always "N passed, N failed".
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build, prepare } from '../server/launch/prepare.mjs'
import { hand, packaged, root, run } from '../server/launch/processes.mjs'
import { Failure } from '../server/launch/steps.mjs'
import { inTurn } from '../server/launch/turn.mjs'
import { findChromium, HOW_TO_GET_CHROMIUM, installChromium } from './e2e/chromium.mjs'

// What stands in one line runs side by side: faults mostly wait for what they broke, and one core is enough for types or lint.
const TOGETHER = [
  [['types'], ['lint']],
  [['house', 'contract', 'unit', 'property'], ['faults']],
  [['integration']],
  [['browser']],
]
const STAGES = TOGETHER.flat(2)

// Tests must never meet the database of somebody who has one configured.
delete process.env.DATABASE_URL
delete process.env.DATA_DIR

const reports = mkdtempSync(path.join(tmpdir(), 'everdraft-reports-'))
const total = { passed: 0, failed: 0 }
let advice = ''

async function main(asked) {
  const unknown = asked.filter(stage => !STAGES.includes(stage))
  if (unknown.length > 0) throw new Failure(`No such stage: ${unknown.join(', ')}.`, `There are: ${STAGES.join(', ')}.`)
  await inTurn(prepare)
  const wanted = stage => asked.length === 0 || asked.includes(stage)
  for (const together of TOGETHER) await Promise.all(together.map(lane => playAll(lane.filter(wanted))))
}

async function playAll(stages) {
  for (const stage of stages) await play(stage)
}

async function play(stage) {
  const begin = performance.now()
  console.log(`\n── ${stage} ${'─'.repeat(70 - stage.length)}`)
  const { passed, failed } = await runStage(stage)
  total.passed += passed
  total.failed += failed
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  console.log(`── ${stage}: ${failed === 0 ? 'fine' : 'FAILED'}, ${passed} of ${passed + failed} in ${seconds} s`)
}

function runStage(stage) {
  if (stage === 'types') return types()
  if (stage === 'lint')
    return check(
      [packaged('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
      'npm run format mends most of these.',
    )
  if (stage === 'browser') return browser()
  return vitest(stage)
}

async function types() {
  const typegen = await run(process.execPath, [packaged('next/dist/bin/next'), 'typegen'])
  if (typegen.code !== 0) console.log(typegen.output)
  return check([packaged('typescript/bin/tsc'), '--noEmit'])
}

/** A tool that only says yes or no counts as one test. */
async function check(args, hint) {
  const code = await hand(args)
  if (code !== 0 && hint) console.log(hint)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function vitest(project) {
  // Its servers are real ones.
  if (project === 'faults') await inTurn(build)
  const report = path.join(reports, `${project}.json`)
  const code = await hand(
    [packaged('vitest/vitest.mjs'), 'run', '--project', project, '--passWithNoTests'].concat([
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]),
    { NODE_ENV: 'test' },
  )
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = readReport(report)
  const unloadable = testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length
  return settle(code, numPassedTests, numFailedTests + unloadable)
}

async function browser() {
  const files = readdirSync(path.join(root, 'tests/e2e')).filter(name => /\.(spec|test)\.ts$/.test(name))
  if (files.length === 0) return { passed: 0, failed: 0 }
  if (!(await findChromium()) && !(await installChromium(run))) {
    advice = HOW_TO_GET_CHROMIUM
    return { passed: 0, failed: files.length }
  }
  await inTurn(build)
  const report = path.join(reports, 'browser.json')
  const code = await hand(
    [packaged('@playwright/test/cli.js'), 'test', '--config=tests/e2e/playwright.config.ts', '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  )
  const { stats, errors = [] } = readReport(report)
  return settle(code, (stats?.expected ?? 0) + (stats?.flaky ?? 0), (stats?.unexpected ?? 0) + errors.length)
}

/** A runner that failed without naming a test (an error outside of all tests, a crash) is one failure. */
const settle = (code, passed, failed) => ({ passed, failed: code !== 0 && failed === 0 ? 1 : failed })

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Failure ? error.message : error)
  total.failed += 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}
console.log(`\n${advice && `${advice}\n`}${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
