import { readFileSync } from 'node:fs'

/**
 * When a process began, as the kernel counts it: the same number in another process's hands is not the same process. Empty
 * where the kernel doesn't tell, and for what has ended but was not yet buried by its parent (common in containers).
 */
export function startOf(pid) {
  if (process.platform !== 'linux') return ''
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? '' : `${boot}:${fields[18]}`
  } catch {
    return ''
  }
}

/** Whether the process with this number, begun then, still runs. */
export function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  return startOf(pid) === started
}
