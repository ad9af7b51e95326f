import { randomId } from '@/lib/replica/command-ids'
import { device } from './device'

/** Gives back what was held. */
export type Release = () => void

/** This page, among all pages of this browser. */
export const page = randomId()

const leaseMs = 10_000
const renewMs = 3_000
const askMs = 1_000

/**
 * Makes an outbox this page's alone, until it's given back or the page is gone. Two pages must never send one outbox.
 * @returns null while another page has it
 */
export function hold(replicaId: string): Promise<Release | null> {
  return 'locks' in navigator && navigator.locks ? holdByLock(replicaId) : holdByLease(replicaId)
}

function holdByLock(replicaId: string): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`everdraft-outbox-${replicaId}`, { ifAvailable: true }, lock => {
        if (!lock) return resolve(null)
        return new Promise<void>(release => resolve(release))
      })
      .catch(reject)
  })
}

/**
 * Where a page is no secure context (plain http in the local network) there are no locks: a lease in the store, renewed while
 * the page lives. Timers of pages in the background are slowed down, so a lease that ran out is taken only when its
 * page doesn't answer either; and every write looks whether the lease is still its own (`DeviceOutbox`).
 */
async function holdByLease(replicaId: string): Promise<Release | null> {
  if (heldHere.has(replicaId)) return null
  heldHere.add(replicaId)
  const release = await takeLease(replicaId).catch(error => {
    heldHere.delete(replicaId)
    throw error
  })
  if (!release) heldHere.delete(replicaId)
  return release
}

const heldHere = new Set<string>()

async function takeLease(replicaId: string): Promise<Release | null> {
  const db = await device()
  const known = await db.get('leases', replicaId)
  if (known && known.owner !== page && (known.until > Date.now() || (await answers(known.owner)))) return null
  const tx = db.transaction('leases', 'readwrite')
  const now = await tx.store.get(replicaId)
  if (now && now.owner !== known?.owner) {
    await tx.done
    return null
  }
  await tx.store.put({ replicaId, owner: page, until: Date.now() + leaseMs })
  await tx.done
  const stopAnswering = answerForThisPage()
  const renewing = setInterval(() => renew(replicaId).catch(() => {}), renewMs)
  return () => {
    clearInterval(renewing)
    stopAnswering()
    heldHere.delete(replicaId)
    // Where the store is gone the lease runs out by itself.
    giveBack(replicaId).catch(() => {})
  }
}

async function renew(replicaId: string): Promise<void> {
  const tx = (await device()).transaction('leases', 'readwrite')
  const lease = await tx.store.get(replicaId)
  if (lease?.owner === page) await tx.store.put({ ...lease, until: Date.now() + leaseMs })
  await tx.done
}

async function giveBack(replicaId: string): Promise<void> {
  const tx = (await device()).transaction('leases', 'readwrite')
  const lease = await tx.store.get(replicaId)
  if (lease?.owner === page) await tx.store.delete(replicaId)
  await tx.done
}

type Word = { ask: string } | { here: string }

const channel = () => new BroadcastChannel('everdraft-pages')

/** Whether a page says that it lives; messages reach also those in the background. */
function answers(owner: string): Promise<boolean> {
  return new Promise(resolve => {
    const line = channel()
    const end = (alive: boolean) => {
      line.close()
      resolve(alive)
    }
    const timer = setTimeout(() => end(false), askMs)
    line.onmessage = ({ data }: MessageEvent<Word>) => {
      if (!('here' in data) || data.here !== owner) return
      clearTimeout(timer)
      end(true)
    }
    line.postMessage({ ask: owner } satisfies Word)
  })
}

let listening: { line: BroadcastChannel; holds: number } | null = null

function answerForThisPage(): Release {
  if (!listening) {
    const line = channel()
    line.onmessage = ({ data }: MessageEvent<Word>) => {
      if ('ask' in data && data.ask === page) line.postMessage({ here: page } satisfies Word)
    }
    listening = { line, holds: 0 }
  }
  listening.holds++
  return () => {
    if (!listening || --listening.holds > 0) return
    listening.line.close()
    listening = null
  }
}
