import type { Origin, Source } from '@/lib/document/commands'

/** How local steps came about. Steps of one command share it. */
export type Making = { origin: Origin; undoes?: string[]; source?: Source }

/** Whether two edits may travel as one command. */
export function sameMaking(a: Making, b: Making): boolean {
  return a.origin === b.origin && a.undoes === undefined && b.undoes === undefined && a.source === b.source
}
