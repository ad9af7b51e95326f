import type { RunningServer } from '../support/server'
import type { Archive } from './archive'
import type { Driver } from './driver/process'

/** What one round found: figures by name. */
export type Round = Record<string, number>

export type Figure = {
  name: string
  unit: string
  /** What we want it to be; absent for yardsticks and for what explains another figure. */
  goal?: { atMost: number } | { atLeast: number }
}

/** What a bench may use. Everything is made for it and thrown away after it. */
export type Bench = {
  /** One line: what is done. */
  about: string
  figures: readonly Figure[]
  rounds: number
  /** Sets the scene. @returns how to play one round, and how to clear up */
  open(stage: Stage): Promise<{ round: (n: number) => Promise<Round>; close?: () => Promise<void> }>
}

export type Stage = {
  /** An empty, migrated database of an embedded PostgreSQL with its ordinary settings (fsync on). */
  databaseUrl(): Promise<string>
  /** The built server on that database, with limits `raised` or as they are by default, and who types into it from another process. */
  server(limits?: 'raised' | 'default'): Promise<{ url: string; driver: Driver; cpu: () => Cpu; pid: number }>
  /** The same server by itself, as often as one likes: each is another process. */
  start(): Promise<RunningServer>
  /** Makes the database the one with the long documents, stored once for all benches of a run. To be asked for first. */
  archive(): Promise<Archive>
  say(line: string): void
}

/** Seconds of CPU used so far. */
export type Cpu = { server: number; database: number }

/** Limits that the benches raise, but for those that say otherwise; said in every report. */
export const raised = { LIMIT_COMMANDS_PER_SECOND: '1000000', LIMIT_WORK_PER_SECOND: '1000000000' }
