import type { Ears, Person } from './person'
import type { Peer } from './typing'

type PeerSeat = { url: string; documentId: string; ears: Ears }
type PeerPerson = Person & { fill(text: string): Promise<void> }
type Class = { sit(seat: PeerSeat): Promise<PeerPerson> }

/** Somebody who uses a peer. Their packages are installed only for the bench (tests/bench/peers), so nothing here knows their types. */
export async function peerPerson(peer: Peer, seat: PeerSeat): Promise<PeerPerson> {
  const module = (await import(`../peers/${peer}-person.mjs`)) as Record<string, Class>
  return Object.values(module)[0]!.sit(seat)
}
