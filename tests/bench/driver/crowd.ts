import { setTimeout as sleep } from 'node:timers/promises'
import { EverdraftClient } from '@/lib/client/client'
import { connected } from '../../tools/replay/wire'
import { FullPerson } from './full-person'
import { peerPerson } from './peer-person'
import type { Ears, Person } from './person'
import { ThinPerson } from './thin-person'
import type { Typed, Typing, Work } from './typing'

const guests = 50

type Seats = { people: Person[]; acks: number[]; seen: number[]; byPerson: number[] }

/** Clients stay signed in from one round to the next; documents are opened anew. */
export class Crowd {
  private readonly clients: EverdraftClient[] = []
  private seats: Seats | null = null

  async work(work: Work): Promise<Typed | null> {
    if (work.do === 'connect') await this.connect(work.server, work.count)
    else if (work.do === 'sit') this.seats = await this.sit(work.typing)
    else return this.type(work.typing)
    return null
  }

  private async connect(server: string, count: number): Promise<void> {
    while (this.clients.length < count) {
      // A server lets 200 guests a minute in from one address: beyond some, people have more than one client.
      const same = this.clients.length < guests ? undefined : this.clients[this.clients.length % guests]!.cookie
      const client = await EverdraftClient.connect(server, same)
      this.clients.push(client)
      if (this.clients.length % 100 === 0) await connected(client)
    }
  }

  private async sit({ server, peer, documents, full = 0 }: Typing): Promise<Seats> {
    const count = documents.reduce((sum, { places }) => sum + places.length, 0)
    if (!peer) await this.connect(server, count)
    const seats: Seats = { people: [], acks: [], seen: [], byPerson: [] }
    for (const { documentId, places } of documents) {
      const watch = new Watch(places.length, seats.acks, seats.seen)
      for (const [i, place] of places.entries()) {
        const index = seats.people.length
        seats.byPerson.push(0)
        const ears = watch.ears(() => seats.byPerson[index]!++)
        const person = peer
          ? await peerPerson(peer, { url: server, documentId, ears })
          : await (i < full ? FullPerson : ThinPerson).sit({ client: this.clients[index]!, documentId, place, ears })
        seats.people.push(person)
      }
    }
    return seats
  }

  private async type(typing: Typing): Promise<Typed> {
    const { people, acks, seen, byPerson } = this.seats ?? (await this.sit(typing))
    this.seats = null
    const { seconds, rate, oneIn = 1 } = typing
    const cpu = process.cpuUsage()
    const began = performance.now()
    const until = began + seconds * 1_000
    await Promise.all(
      people
        .filter((_, index) => index % oneIn === 0)
        .map((person, index) => (rate === null ? hurry(person, until) : calm(person, index, rate, until))),
    )
    const took = (performance.now() - began) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    // What's still on its way to somebody arrives.
    await sleep(200)
    await Promise.all(people.map(person => person.close()))
    return { acks, seen, byPerson, seconds: took, driverCpu: (user + system) / 1e6 / took }
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
