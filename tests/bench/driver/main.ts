/** The driver's process. */
import { Crowd } from './crowd'
import type { Typed, Typing } from './typing'
import { serve } from './worker'

const crowd = new Crowd()

serve<Typing, Typed>(work => crowd.type(work))
