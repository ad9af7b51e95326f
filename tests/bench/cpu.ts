import { family, look } from '../support/processes'

/** Seconds of CPU that a process has used; NaN where that can't be told. */
export function cpuOf(pid: number): number {
  return look(pid)?.seconds ?? Number.NaN
}

/** Seconds of CPU that a process and its children have used, those that have ended too. */
export function cpuOfFamily(pid: number): number {
  const parent = look(pid)
  if (!parent) return Number.NaN
  return family(pid).reduce((sum, { seconds }) => sum + seconds, parent.endedSeconds)
}
