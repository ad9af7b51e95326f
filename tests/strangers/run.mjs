// `npm run strangers [-- --write] [case …]`: tries `npm start` where strangers would. Linux only: it looks into /proc.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem, userInfo } from 'node:os'
import path from 'node:path'
import { prepare } from '../../server/launch/prepare.mjs'
import { root } from '../../server/launch/processes.mjs'

await prepare()
const { cases, removeUsed, Skipped } = await import('./cases.mjs')
const { cleanUp } = await import('./checkout.mjs')

const asked = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
const chosen = cases.filter(([name]) => asked.length === 0 || asked.includes(name))
const unknown = asked.filter(name => !cases.some(([known]) => known === name))
if (unknown.length > 0)
  throw new Error(`No such case: ${unknown.join(', ')}. There are: ${cases.map(([name]) => name).join(', ')}`)

const rows = []
for (const [, title, run] of chosen) {
  process.stdout.write(`  ${title} … `)
  const row = await run().then(
    ({ seconds, note = '' }) => ({ title, result: 'passed', seconds: seconds.toFixed(1), note }),
    error => ({ title, result: error instanceof Skipped ? 'skipped' : 'FAILED', seconds: '', note: error.message }),
  )
  rows.push(row)
  console.log([row.result, row.seconds && `${row.seconds} s`, row.note].filter(Boolean).join(', '))
}
removeUsed()
cleanUp()

if (process.argv.includes('--write')) writeFileSync(path.join(root, 'docs/strangers.md'), page())
const count = result => rows.filter(row => row.result === result).length
console.log(`\n${count('passed')} passed, ${count('FAILED')} failed`)
process.exit(count('FAILED') === 0 ? 0 : 1)

function page() {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const line = ({ title, result, seconds, note }) => `| ${title} | ${result} | ${seconds} | ${note.split('\n', 1)[0]} |`
  return `# \`npm start\` on strangers' machines

What \`npm run strangers -- --write\` saw last. Each case is a fresh clone (or, for the lower half, one that was built before),
\`npm start\` until the address is there, a visitor who becomes a guest and writes, and an end that leaves no process. A first
start may take 90 s, one with nothing changed 5 s. macOS, Windows, ARM and Alpine have not been tried.

${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${execFileSync('uname', ['-sm'], { encoding: 'utf8' }).trim()} ${release()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, as ${userInfo().username}.

| case | result | seconds to the address | note |
|---|---|---|---|
${rows.map(line).join('\n')}
`
}
