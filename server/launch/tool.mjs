// `node server/launch/tool.mjs FILE …`: runs a tool that is written in TypeScript, once all that it needs is there.
import { prepare } from './prepare.mjs'
import { hand, packaged } from './processes.mjs'
import { Failure, main } from './steps.mjs'
import { inTurn } from './turn.mjs'

await main(async () => {
  const [file, ...args] = process.argv.slice(2)
  if (!file) throw new Failure('Usage: node server/launch/tool.mjs FILE [argument …]')
  await inTurn(prepare)
  return hand([packaged('tsx/dist/cli.mjs'), file, ...args])
})
