import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's clock in a second; 100 on every Linux that we know of. */
const ticks = 100

type Process = { parent: number; name: string; seconds: number }

/** What Linux tells about a process; null where it's gone, or where this isn't Linux. */
function look(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { name, parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticks }
  } catch {
    return null
  }
}

/** Seconds of CPU that a process has used; NaN where that can't be told. */
export function cpuOf(pid: number): number {
  return look(pid)?.seconds ?? Number.NaN
}

/** Seconds of CPU that a process and its children that live have used. */
export function cpuOfFamily(pid: number): number {
  if (!look(pid)) return Number.NaN
  const all = readdirSync('/proc').flatMap(entry => (/^\d+$/.test(entry) ? [Number(entry)] : []))
  const children = all.map(look).filter(found => found?.parent === pid)
  return children.reduce((sum, child) => sum + (child?.seconds ?? 0), cpuOf(pid))
}
