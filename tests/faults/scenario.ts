import type { Random } from '../support/random'

/** How much of a scenario is played: a little in the ordinary run, all of it by command. */
export type Extent = 'short' | 'full'

export type Setting = {
  random: Random
  extent: Extent
  say: (line: string) => void
}

export type Report = {
  /** Every breach of an invariant, and whatever else wasn't as it must be; empty where all is well. */
  breaches: string[]
  /** What happened, for people: counts and times. */
  facts: Record<string, number | string>
}

export type Scenario = {
  /** One line for who asks what there is. */
  about: string
  run(setting: Setting): Promise<Report>
}
