import { setTimeout as sleep } from 'node:timers/promises'
import { EverdraftClient } from '@/lib/client/client'
import { FullPerson } from './full-person'
import { peerPerson } from './peer-person'
import type { Ears, Person } from './person'
import { ThinPerson } from './thin-person'
import type { Typed, Typing } from './typing'

const guests = 50

/** Clients stay signed in from one round to the next; documents are opened anew. */
export class Crowd {
  private readonly clients: EverdraftClient[] = []

  async type({ server, peer, documents, full = 0, seconds, rate }: Typing): Promise<Typed> {
    const count = documents.reduce((sum, { places }) => sum + places.length, 0)
    if (!peer) await this.gather(server, count)
    const acks: number[] = []
    const seen: number[] = []
    const byPerson: number[] = []
    const people: { person: Person; index: number }[] = []
    for (const { documentId, places } of documents) {
      const watch = new Watch(places.length, acks, seen)
      for (const [i, place] of places.entries()) {
        const index = people.length
        byPerson.push(0)
        const ears = watch.ears(() => byPerson[index]!++)
        const person = peer
          ? await peerPerson(peer, { url: server, documentId, ears })
          : await (i < full ? FullPerson : ThinPerson).sit({ client: this.clients[index]!, documentId, place, ears })
        people.push({ person, index })
      }
    }
    const cpu = process.cpuUsage()
    const began = performance.now()
    const until = began + seconds * 1_000
    await Promise.all(
      people.map(({ person, index }) => (rate === null ? hurry(person, until) : calm(person, index, rate, until))),
    )
    const took = (performance.now() - began) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    // What's still on its way to somebody arrives.
    await sleep(200)
    await Promise.all(people.map(({ person }) => person.close()))
    return { acks, seen, byPerson, seconds: took, driverCpu: (user + system) / 1e6 / took }
  }

  private async gather(server: string, count: number): Promise<void> {
    while (this.clients.length < count) {
      // A server lets 200 guests a minute in from one address: beyond some, people have more than one client.
      const same = this.clients.length < guests ? undefined : this.clients[this.clients.length % guests]!.cookie
      this.clients.push(await EverdraftClient.connect(server, same))
    }
  }
}

async function hurry(person: Person, until: number): Promise<void> {
  while (performance.now() < until) await person.type()
}

/** Keystrokes come when they come, whether the last one is back or not; those that had to wait are typed at once. */
async function calm(person: Person, index: number, rate: number, until: number): Promise<void> {
  const gap = 1_000 / rate
  // People don't type in step: each begins at another moment of the gap.
  for (let due = performance.now() + ((index * 0.618) % 1) * gap; due < until; due += gap) {
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    await person.type()
  }
}

/** Notes when keystrokes of one document were sent, acknowledged, and seen by everybody. */
class Watch {
  private readonly sentAt = new Map<string, { at: number; missing: number }>()

  constructor(
    private readonly people: number,
    private readonly acks: number[],
    private readonly seen: number[],
  ) {}

  ears(onAcknowledged: () => void): Ears {
    return {
      sent: (commandId, at) => void this.sentAt.set(commandId, { at, missing: this.people }),
      acknowledged: (commandId, at) => {
        onAcknowledged()
        const sent = this.sentAt.get(commandId)
        if (sent) this.acks.push(at - sent.at)
      },
      received: (events, at) => {
        for (const { commandId } of events) {
          const sent = this.sentAt.get(commandId)
          if (!sent || --sent.missing > 0) continue
          this.seen.push(at - sent.at)
        }
      },
    }
  }
}
