/** The attacker's process. */
import { serve } from '../driver/worker'
import { type Assault, Attacker, type Tally } from './assault'
import { attacks } from './attacks'

serve<Assault, Tally>(async assault => {
  const attacker = new Attacker(assault)
  await attacks[assault.kind]!(attacker)
  return attacker.tally
})
