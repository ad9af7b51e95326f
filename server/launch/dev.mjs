// `npm run dev`: the server from its sources, started anew on each change; pages reload by themselves.
import { prepare } from './prepare.mjs'
import { hand, packaged } from './processes.mjs'
import { main } from './steps.mjs'
import { inTurn } from './turn.mjs'

await main(async () => {
  await inTurn(prepare)
  return hand([packaged('tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', 'server/index.ts'], {
    NODE_ENV: 'development',
  })
})
