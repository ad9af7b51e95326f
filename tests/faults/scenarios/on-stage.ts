import { verdict } from '../checker/gather'
import { Crowd, type CrowdOptions } from '../people/crowd'
import type { Report, Setting } from '../scenario'
import { Stage, type StageOptions } from '../stage/stage'

export type Played = {
  /** Milliseconds from each healing to the next acknowledgement. */
  recoveries?: number[]
  breaches?: string[]
  facts?: Report['facts']
}

export type PlayOptions = StageOptions & {
  people?: Partial<CrowdOptions>
  /** How long the first acknowledgement after a healing may take, in ms. */
  patience?: number
}

/** Sets a stage, gathers people, plays, heals, and judges all that they were told against all that there is. */
export async function onStage(
  { random, extent }: Setting,
  { people = {}, patience = 10_000, ...options }: PlayOptions,
  play: (stage: Stage, crowd: Crowd) => Promise<Played>,
): Promise<Report> {
  const stage = await Stage.open(random, options)
  try {
    const many = extent === 'full' ? { documents: 10, full: 8, thin: 12 } : { documents: 3, full: 3, thin: 3 }
    const crowd = await Crowd.gather(random, { addresses: stage.addresses, ...many, ...people })
    const { recoveries = [], breaches = [], facts = {} } = await play(stage, crowd)
    const { breaches: found, ...counts } = await verdict(stage, crowd, { recoveries, patience })
    crowd.close()
    const slowest = recoveries.length > 0 ? { slowestRecoveryMs: Math.max(...recoveries) } : {}
    return { breaches: [...breaches, ...found], facts: { ...facts, ...counts, ...slowest } }
  } finally {
    await stage.close()
  }
}

/** How long it takes from now until somebody is acknowledged again. */
export async function recovery(crowd: Crowd): Promise<number> {
  const healed = Date.now()
  return (await crowd.acknowledgedAfter(healed)) - healed
}
