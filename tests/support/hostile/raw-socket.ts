import { WebSocket } from 'ws'
import type { Refusal } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'

export type RawAnswer = { ok: true; [field: string]: unknown } | { ok: false; error: Refusal }

export type RawOptions = { cookie?: string; headers?: Record<string, string>; query?: string }

/** A socket.io connection spoken by hand, frame by frame, so that it can say what no client would. */
export class RawSocket {
  /** Everything heard but pings and answers. */
  readonly frames: string[] = []
  /** The code that it was closed with. */
  readonly closed: Promise<number>
  private readonly answers = new Map<number, (answer: RawAnswer) => void>()
  private readonly waiting: ((frame: string) => void)[] = []
  private lastId = 0

  private constructor(readonly ws: WebSocket) {
    this.closed = new Promise(resolve => ws.once('close', resolve))
    ws.on('message', (data: Buffer) => this.hear(data.toString()))
    // A reset connection is closed too, and `closed` tells.
    ws.on('error', () => {})
  }

  /** Shakes hands and no more: no session is looked at yet. @throws where the upgrade is refused, with the status */
  static handshake(url: string, { cookie, headers = {}, query = '' }: RawOptions = {}): Promise<RawSocket> {
    const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`
    const ws = new WebSocket(address, { headers: { ...(cookie && { cookie }), ...headers } })
    return new Promise((resolve, reject) => {
      ws.once('unexpected-response', (_, { statusCode }) => {
        reject(new Error(`Status ${statusCode}`))
        ws.terminate()
      })
      ws.once('error', reject)
      const socket = new RawSocket(ws)
      // An upgrade of a polling connection isn't greeted.
      if (query.includes('sid=')) ws.once('open', () => resolve(socket))
      else socket.next().then(() => resolve(socket), reject)
    })
  }

  /** Shakes hands and is let in. @throws where it isn't, with the server's answer */
  static async connect(url: string, cookie: string): Promise<RawSocket> {
    const socket = await RawSocket.handshake(url, { cookie })
    const answer = await socket.enter()
    if (!answer.startsWith('40')) throw new Error(answer)
    return socket
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN
  }

  /** Asks to be let in. @returns the frame that answers */
  enter(auth = ''): Promise<string> {
    const answer = this.next()
    this.say(`40${auth}`)
    return answer
  }

  say(frame: string | Buffer): void {
    this.ws.send(frame)
  }

  /** @param payload as JSON text; several, parted by commas, are several arguments */
  ask(name: string, payload: string): Promise<RawAnswer> {
    const id = this.lastId++
    return new Promise((resolve, reject) => {
      this.answers.set(id, resolve)
      this.closed.then(code => reject(new Error(`Closed with ${code} instead of an answer`)))
      this.say(`42${id}["${name}"${payload && `,${payload}`}]`)
    })
  }

  open(documentId: string): Promise<RawAnswer> {
    return this.ask('document:open', JSON.stringify({ documentId, schemaVersion }))
  }

  /** Is it still there and served? False where it was closed. */
  async serves(): Promise<boolean> {
    const answer = this.ask('document:close', '{"documentId":"00000000-0000-4000-8000-000000000000"}')
    return answer.then(
      ({ ok }) => ok,
      () => false,
    )
  }

  close(): void {
    this.ws.terminate()
  }

  private next(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve)
      this.closed.then(code => reject(new Error(`Closed with ${code}`)))
    })
  }

  private hear(frame: string): void {
    if (frame === '2') {
      this.say('3')
      return
    }
    const [, id, answer] = /^43(\d+)\[(.*)\]$/s.exec(frame) ?? []
    if (id !== undefined) {
      this.answers.get(Number(id))?.(JSON.parse(answer!))
      this.answers.delete(Number(id))
      return
    }
    const listener = this.waiting.shift()
    if (listener) listener(frame)
    else this.frames.push(frame)
  }
}

/** The code of a refusal; 'ok' where there's none. */
export const verdictOf = (answer: RawAnswer) => (answer.ok ? 'ok' : answer.error.code)
