import type { Scenario } from '../scenario'
import { longAbsence } from './absence'
import { clockSteps } from './clocks'
import { diskFull } from './disk'
import { databaseFrozen, tableLocked } from './frozen'
import { databaseKilled, serverKilled, serverReplaced } from './kills'
import { databaseLine, messages, peoplesLine } from './lines'
import { projectionKilled } from './projections'
import { twoServers } from './two-servers'
import { realWorlds } from './worlds'

/** All scenarios, by the name that `npm run faults` knows them by. */
export const scenarios: Record<string, Scenario> = {
  'server-killed': serverKilled,
  'database-killed': databaseKilled,
  'server-replaced': serverReplaced,
  'database-frozen': databaseFrozen,
  'table-locked': tableLocked,
  'peoples-line': peoplesLine,
  'database-line': databaseLine,
  messages,
  absence: longAbsence,
  'two-servers': twoServers,
  'projection-killed': projectionKilled,
  'clock-steps': clockSteps,
  'disk-full': diskFull,
  worlds: realWorlds,
}
