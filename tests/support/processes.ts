import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's clock in a second; 100 on every Linux that we know of. */
const ticks = 100

export type Process = {
  pid: number
  parent: number
  name: string
  state: string
  seconds: number
  /** Of its children that have ended. */
  endedSeconds: number
  residentBytes: number
}

/** What Linux tells about a process; null where it's gone, or where this isn't Linux. */
export function look(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const seconds = (Number(fields[11]) + Number(fields[12])) / ticks
    const endedSeconds = (Number(fields[13]) + Number(fields[14])) / ticks
    return {
      pid,
      name,
      state: fields[0]!,
      parent: Number(fields[1]),
      seconds,
      endedSeconds,
      residentBytes: Number(fields[21]) * 4_096,
    }
  } catch {
    return null
  }
}

/** A process and its children that live. */
export function family(pid: number): Process[] {
  const all = readdirSync('/proc').flatMap(entry => (/^\d+$/.test(entry) ? [Number(entry)] : []))
  const own = look(pid)
  const children = all.map(look).filter(found => found?.parent === pid && found.state !== 'Z')
  return [own, ...children].filter(found => found !== null)
}

/** Sends a signal to a process and its children, the parent first; those that are gone meanwhile don't mind. */
export function signalFamily(pid: number, signal: NodeJS.Signals): void {
  for (const { pid: each } of family(pid))
    try {
      process.kill(each, signal)
    } catch {}
}
