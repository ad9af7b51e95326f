import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Flood } from '../people/flood'
import type { Scenario } from '../scenario'
import { onStage, recovery } from './on-stage'

const MiB = 1 << 20

/** A file system of its own in memory, small enough to be filled. @throws Error where this user may not mount one */
function smallDisk(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'everdraft-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    rmSync(folder, { recursive: true })
    throw new Error('A small disk has to be mounted for this, and only root may. Nothing was tried.')
  }
  chmodSync(folder, 0o755)
  return {
    folder,
    remove: () => {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const diskFull: Scenario = {
  about: 'the disk of PostgreSQL full, and emptied again; needs root, to mount a small one',
  async run(setting) {
    const disk = smallDisk()
    const ballast = path.join(disk.folder, 'ballast')
    try {
      return await onStage(setting, { databaseFolder: disk.folder, patience: 30_000 }, async (stage, crowd) => {
        // Full means that PostgreSQL may stop altogether: as in earnest, somebody brings it up again.
        stage.postgres.keepUp()
        const recoveries: number[] = []
        const breaches: string[] = []
        for (let n = 0; n < (setting.extent === 'full' ? 3 : 1); n++) {
          await crowd.write(2_000)
          const { bavail, bsize } = statfsSync(disk.folder)
          writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1_024)))
          crowd.start()
          // PostgreSQL has room set aside for what it writes first: only when that's used up the disk is really full.
          const flood = await Flood.at(stage.node.address, 100_000)
          const isFull = () => (flood.answers.get('busy') ?? 0) > 0
          for (const end = Date.now() + 90_000; !isFull() && Date.now() < end; await sleep(100)) flood.pour(10)
          if (!isFull()) breaches.push('The disk was never full: nothing was tried')
          flood.close()
          await sleep(setting.extent === 'full' ? 15_000 : 2_000)
          rmSync(ballast)
          recoveries.push(await recovery(crowd))
          if (!stage.node.server.running) breaches.push('The server ended over a full disk')
        }
        return { recoveries, breaches, facts: { diskMiB: Math.round((statfsSync(disk.folder).blocks * 4096) / MiB) } }
      })
    } finally {
      disk.remove()
    }
  },
}
