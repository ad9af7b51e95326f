import type { Progress } from '@/server/backup/write'

/** How far a backup or a restore is: one line that's renewed at a terminal, else a line now and then. On standard error. */
export function progressLine(doing: string, output = process.stderr): { show: Progress; done(): void } {
  const every = output.isTTY ? 250 : 10_000
  let next = Date.now() + every
  let shown = false
  return {
    show({ event }, expected) {
      if (Date.now() < next) return
      next = Date.now() + every
      const share = Math.min(100, Math.floor((100 * event!) / Math.max(1, expected.event)))
      const line = `${doing}: ${event} of ${expected.event} events (${share} %)`
      output.write(output.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
      shown = true
    },
    done() {
      if (shown && output.isTTY) output.write('\r\u001b[K')
    },
  }
}
