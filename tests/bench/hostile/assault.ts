import { setTimeout as sleep } from 'node:timers/promises'
import { RawSocket } from '../../support/hostile/raw-socket'

/** What an attack is made on; what it does there is up to it. */
export type Assault = {
  kind: string
  seconds: number
  server: string
  /** The attacker's session. */
  cookie: string
  /** Nearly as many paragraphs as a document takes, one letter each. */
  wide: string
  /** Nearly as many letters as a document takes, in one paragraph. */
  long: string
  /** Many revisions by many people, a letter each. */
  old: string
  /** A few revisions of nearly a message each. */
  loud: string
}

/** What came of it: how much was said, how much of it was taken, and how much wasn't answered at all. */
export type Tally = { said: number; taken: number; unanswered: number }

/** Somebody hostile: one author, with the means to say a thing over and over until the time is up. */
export class Attacker {
  readonly tally: Tally = { said: 0, taken: 0, unanswered: 0 }
  private readonly until: number

  constructor(readonly assault: Assault) {
    this.until = performance.now() + assault.seconds * 1_000
  }

  get isOver(): boolean {
    return performance.now() > this.until
  }

  /** Over so many connections, each with so many questions under way, as fast as answers come; a closed one is opened again. */
  async bySocket(
    ask: (socket: RawSocket) => Promise<{ ok: boolean } | undefined>,
    { connections = 8, atOnce = 4 } = {},
  ): Promise<void> {
    const { server, cookie } = this.assault
    const connection = async () => {
      while (!this.isOver) {
        const socket = await RawSocket.connect(server, cookie).catch(() => null)
        if (!socket) await sleep(50)
        else await Promise.all(Array.from({ length: atOnce }, () => this.insist(socket, ask)))
        socket?.close()
      }
    }
    await Promise.all(Array.from({ length: connections }, connection))
  }

  /** So many requests under way, as fast as answers come. */
  async byHttp(request: () => [path: string, init?: RequestInit], atOnce = 16): Promise<void> {
    const { server, cookie } = this.assault
    const insist = async () => {
      while (!this.isOver) {
        const [path, init = {}] = request()
        const headers = { cookie, 'content-type': 'application/json' }
        await this.count(async () => {
          const answer = await fetch(server + path, { headers, ...init, signal: AbortSignal.timeout(20_000) })
          await answer.arrayBuffer()
          return answer.ok
        })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, insist))
  }

  /** Says a thing without waiting for anything, as fast as the line takes it. */
  async flood(frame: () => string | Buffer, connections = 4): Promise<void> {
    await this.bySocket(
      async socket => {
        for (let i = 0; i < 100; i++) socket.say(frame())
        this.tally.said += 99
        while (socket.ws.bufferedAmount > 1_000_000 && socket.isOpen && !this.isOver) await sleep(5)
        await sleep(0)
        socket.frames.length = 0
        return undefined
      },
      { connections, atOnce: 1 },
    )
  }

  private async insist(socket: RawSocket, ask: (socket: RawSocket) => Promise<{ ok: boolean } | undefined>) {
    while (!this.isOver && socket.isOpen) {
      await this.count(async () => (await ask(socket))?.ok === true)
      socket.frames.length = 0
    }
  }

  private async count(say: () => Promise<boolean>): Promise<void> {
    this.tally.said++
    await say().then(
      taken => {
        if (taken) this.tally.taken++
      },
      async () => {
        this.tally.unanswered++
        await sleep(5)
      },
    )
  }
}
