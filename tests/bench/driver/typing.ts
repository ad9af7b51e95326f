/** `floor` is socket.io alone: what receiving, acknowledging and telling everybody costs whoever does nothing else. */
export type Peer = 'hocuspocus' | 'sharedb' | 'floor'

/** What a crowd is to do. */
export type Typing = {
  server: string
  /** Documents to type in, and where each of their people begins: a place inside a paragraph of their own. */
  documents: { documentId: string; places: number[] }[]
  /** Whose people: ours where it's not said. */
  peer?: Peer
  /** How many of each document's people are full replicas, as shipped; the others are thin clients. */
  full?: number
  seconds: number
  /** Keystrokes per second and person; null: as fast as acknowledgements allow. */
  rate: number | null
  /** Only one in so many types; the others have their document open and do nothing. */
  oneIn?: number
}

/** What a crowd is asked for, step by step: people connect, open their documents, type, and close them. `type` alone is all. */
export type Work =
  | { do: 'connect'; server: string; count: number }
  | { do: 'sit'; typing: Typing }
  | { do: 'type'; typing: Typing }

/** What was seen; times in ms. */
export type Typed = {
  acks: number[]
  /** From the keystroke to its event at the last of those who have the document open, the author included. */
  seen: number[]
  /** Keystrokes acknowledged, by person. */
  byPerson: number[]
  seconds: number
  /** Share of one core that the driver's process took: near 1, it was the limit. */
  driverCpu: number
}
