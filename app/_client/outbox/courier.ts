import type { OutboxRecord } from '@/lib/client/outbox/outbox-store'
import { deviceOutbox } from './device-outbox'

const firstLook = 1_000
const lookEvery = 15_000
const patience = 60_000

/**
 * Sends what pages of this browser left behind: a tab that crashed, a browser that was closed offline. Looks now and then, since
 * a page can end beside this one.
 * @returns how to stop looking
 */
export function startCourier(): () => void {
  let timer = setTimeout(round, firstLook)
  let stopped = false
  async function round(): Promise<void> {
    // Where nothing can be read there's nothing to send.
    await deliver().catch(() => {})
    if (!stopped) timer = setTimeout(round, lookEvery)
  }
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

async function deliver(): Promise<void> {
  if (!navigator.onLine) return
  const left = await leftBehind()
  if (left.length === 0) return
  // Loaded when there's something to send: it brings the schema with it, and the line.
  const [{ DocumentSession }, { schemaVersion }, { newTransport, whoAmI }] = await Promise.all([
    import('@/lib/client/document-session'),
    import('@/lib/document/schema'),
    import('../connection'),
  ])
  const me = await whoAmI()
  const mine = left.filter(record => record.authorId === me.authorId && record.schemaVersion === schemaVersion)
  for (const { documentId } of mine) {
    const transport = newTransport()
    const session = new DocumentSession({ documentId, transport, me, outbox: deviceOutbox })
    session.start()
    transport.connect()
    await settled(session)
    session.close()
    transport.close()
  }
}

/** Outboxes that no page has in hand. */
async function leftBehind(): Promise<OutboxRecord[]> {
  const left: OutboxRecord[] = []
  for (const record of await deviceOutbox.records()) {
    const release = await deviceOutbox.hold(record.replicaId)
    release?.()
    if (release) left.push(record)
  }
  return left
}

function settled(session: import('@/lib/client/document-session').DocumentSession): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(giveUp)
      stop()
      resolve()
    }
    const giveUp = setTimeout(end, patience)
    const stop = session.subscribe(() => {
      const { phase, unconfirmed } = session.state
      if (phase === 'gone' || phase === 'failed' || (phase === 'open' && unconfirmed === 0)) end()
    })
  })
}
