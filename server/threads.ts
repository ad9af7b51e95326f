import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** So much less of the processor than others, as `nice` counts. */
const less = 10

/**
 * Has the thread that calls it stand back for all others when the processor is wanted: who reads the past can wait a moment, who writes
 * can't. Linux only, where threads have priorities of their own; elsewhere nothing happens.
 */
export function standBack(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (thread !== process.pid) setPriority(thread, less)
  } catch {
    // Not there, or not allowed.
  }
}
