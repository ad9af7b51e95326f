import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'

/** Where clusters and programs go that an unprivileged account can't reach in their own place. */
export const SHARED_HOME = '/var/lib/everdraft'

/** The account that PostgreSQL runs as; empty for the one that we run as. */
export type Account = { uid?: number; gid?: number }

/**
 * PostgreSQL refuses to run as root. As root it runs as the owner of an existing cluster, else as the user `postgres`,
 * which is made when there is none.
 */
export function serverAccount(cluster: string): Account {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return {}
  const owner = ownerOf(cluster)
  if (owner?.uid) return owner
  try {
    return lookUp('postgres')
  } catch {
    return makeAccount()
  }
}

/** Whether this account may walk through every folder down to `target`. */
export function canReach(account: Account, target: string): boolean {
  if (account.uid === undefined) return true
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

function makeAccount(): Account {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' })
    return lookUp('postgres')
  } catch (error) {
    throw new Error(
      `PostgreSQL does not run as root, and no user "postgres" could be made (${(error as Error).message.trim()}). ` +
        'Start Everdraft as an ordinary user, or make that user, or set DATABASE_URL.',
    )
  }
}

const lookUp = (name: string): Account => ({
  uid: Number(execFileSync('id', ['-u', name], { stdio: 'pipe' })),
  gid: Number(execFileSync('id', ['-g', name], { stdio: 'pipe' })),
})

function ownerOf(folder: string): Account | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false })
  return stat && { uid: stat.uid, gid: stat.gid }
}
