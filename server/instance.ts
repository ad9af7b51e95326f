import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive, startOf } from './launch/alive.mjs'

type Running = { pid: number; started: string; address?: string }

export type Instance =
  | { held: true; announce(address: string): void; release(): void }
  /** `address` waits for a holder that is still starting; it has none when the holder ends first. */
  | { held: false; pid: number; address(): Promise<string | undefined> }

/** Takes the data folder for this process, or tells who has it. A lock whose process is gone is taken over. */
export function takeInstance(dataDir: string): Instance {
  mkdirSync(dataDir, { recursive: true })
  const file = lockFile(dataDir)
  const own: Running = { pid: process.pid, started: startOf(process.pid) }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, own))
      return {
        held: true,
        announce: address => replace(file, { ...own, address }),
        release: () => {
          if (isOurs(dataDir)) rmSync(file, { force: true })
        },
      }
    const other = otherInstance(dataDir)
    if (other) return { held: false, pid: other.pid, address: () => addressOfOther(dataDir) }
    setAside(file)
  }
  throw new Error(`${file} changes hands all the time: is another Everdraft starting over and over?`)
}

/** The live process other than ours that holds the data folder. */
export function otherInstance(dataDir: string): { pid: number; address?: string } | undefined {
  const holder = read(lockFile(dataDir))
  if (!holder || holder.pid === process.pid || !isAlive(holder)) return undefined
  return { pid: holder.pid, ...(holder.address ? { address: holder.address } : {}) }
}

async function addressOfOther(dataDir: string, patienceMs = 60_000): Promise<string | undefined> {
  for (const giveUpAt = performance.now() + patienceMs; performance.now() < giveUpAt; ) {
    const other = otherInstance(dataDir)
    if (!other || other.address) return other?.address
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return undefined
}

/** Whether this process holds the data folder. */
export const isOurs = (dataDir: string): boolean => read(lockFile(dataDir))?.pid === process.pid

const lockFile = (dataDir: string) => path.join(dataDir, 'instance.json')

function read(file: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** With its content from the first moment on, so that nobody finds it empty and takes it for stale. */
function create(file: string, content: Running): boolean {
  const next = draft(file, content)
  try {
    linkSync(next, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(next, { force: true })
  }
}

const replace = (file: string, content: Running) => renameSync(draft(file, content), file)

function draft(file: string, content: Running): string {
  const next = `${file}.${process.pid}`
  writeFileSync(next, JSON.stringify(content))
  return next
}

/** By renaming: of two who saw the same stale lock, the slower one may catch the other's new lock, and gives it back. */
function setAside(file: string): void {
  const caught = `${file}.stale.${process.pid}`
  try {
    renameSync(file, caught)
  } catch {
    return
  }
  const holder = read(caught)
  if (holder && isAlive(holder)) renameSync(caught, file)
  else rmSync(caught, { force: true })
}
