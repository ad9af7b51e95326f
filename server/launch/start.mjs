// `npm start`: from a fresh clone, or from yesterday's, to a running server.
import { build, prepare } from './prepare.mjs'
import { hand } from './processes.mjs'
import { runningAddress } from './running.mjs'
import { main } from './steps.mjs'
import { inTurn } from './turn.mjs'

await main(async () => {
  const address = await inTurn(async () => {
    const running = await runningAddress()
    if (running) return running
    await prepare()
    await build()
  })
  if (address) return console.log(`\n  Everdraft already runs in this folder: ${address}\n`)
  return hand(['--enable-source-maps', 'dist/server.mjs'], { NODE_ENV: 'production' })
})
