/** The driver's process. */
import { Crowd } from './crowd'
import type { Typed, Work } from './typing'
import { serve } from './worker'

const crowd = new Crowd()

serve<Work, Typed | null>(work => crowd.work(work))
