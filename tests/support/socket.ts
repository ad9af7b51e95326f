import { randomUUID } from 'node:crypto'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { expect } from 'vitest'
import type { Reply, RequestName } from '@/lib/client/transport'
import type { Command, CommandType } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import type { Member } from '@/lib/protocol/people'
import type { Answer, Opened, ServerToClient } from '@/lib/protocol/socket'
import { wish } from './deciding'
import { guest } from './http'
import { answers, messages, refusedAnswer } from './server-messages'
import { startService } from './service'

type Name = keyof ServerToClient
type Message<N extends Name> = Parameters<ServerToClient[N]>[0]
type Options = Partial<ManagerOptions & SocketOptions>
type Accepted<N extends RequestName> = Extract<Reply<N>, { ok: true }>

/** Waits for what the server does in its own time; patient, for machines that are slow. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000, interval: 20 })

/** One bare socket.io connection that keeps whatever it hears, and holds all of it against the wire contract. */
export class Line {
  readonly heard: { name: string; payload: unknown }[] = []
  /** What came that the contract doesn't know. */
  readonly strays: string[] = []

  private constructor(readonly socket: Socket) {
    socket.onAny((name: string, ...payload: unknown[]) => {
      this.heard.push({ name, payload: payload[0] })
      const schema = messages[name as Name]
      if (!schema || payload.length !== 1) this.strays.push(`${name} with ${payload.length} arguments`)
      else this.check(name, schema.safeParse(payload[0]))
    })
  }

  /** @throws the `connect_error` where the server refuses */
  static connect(url: string, cookie?: string, options: Options = {}): Promise<Line> {
    const headers = { ...(cookie && { cookie }), ...(options.extraHeaders as object) }
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: 15_000,
      ...options,
      extraHeaders: headers,
    })
    return new Promise((resolve, reject) => {
      const line = new Line(socket)
      socket.once('connect', () => resolve(line))
      socket.once('connect_error', error => {
        socket.disconnect()
        reject(error)
      })
    })
  }

  /** Sends and waits for the acknowledgement, which may say no. */
  async ask<N extends RequestName>(name: N, payload: unknown): Promise<Reply<N>> {
    const answer: Reply<N> = await this.socket.timeout(20_000).emitWithAck(name, payload)
    this.check(name, (answer.ok ? answers[name] : refusedAnswer).safeParse(answer))
    return answer
  }

  /** The same where it says yes. @throws where it says no */
  async get<N extends RequestName>(name: N, payload: unknown): Promise<Accepted<N>> {
    const answer = await this.ask(name, payload)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`)
    return answer as Accepted<N>
  }

  /** The same where it says no: its error. @throws where it says yes */
  async refusal(name: RequestName, payload: unknown) {
    const answer = (await this.ask(name, payload)) as Answer<object>
    if (answer.ok) throw new Error(`${name} was accepted`)
    return answer.error
  }

  open(documentId: string, more: object = {}): Promise<Opened> {
    return this.get('document:open', { documentId, schemaVersion, ...more })
  }

  /** Everything of a name that was heard so far. */
  of<N extends Name>(name: N): Message<N>[] {
    return this.heard.filter(message => message.name === name).map(({ payload }) => payload as Message<N>)
  }

  /** Recorded events of a document in the order in which they came. */
  events(documentId: string): RecordedEvent[] {
    return this.of('document:events').flatMap(message => (message.documentId === documentId ? message.events : []))
  }

  /** Who is in a document, as a client knows from what was heard and from those whom it found there. */
  members(documentId: string, found: readonly Member[] = []): Member[] {
    const members = new Map(found.map(member => [member.clientId, member]))
    for (const { documentId: where, updates, left } of this.of('presence')) {
      if (where !== documentId) continue
      for (const member of updates) members.set(member.clientId, member)
      for (const clientId of left) members.delete(clientId)
    }
    return [...members.values()]
  }

  close(): void {
    this.socket.disconnect()
  }

  private check(name: string, { success, error }: { success: boolean; error?: { message: string } }): void {
    if (!success) this.strays.push(`${name}: ${error?.message}`)
  }
}

export type Person = Awaited<ReturnType<typeof guest>> & { connect(options?: Options): Promise<Line> }
export type SocketWorld = Awaited<ReturnType<typeof socketWorld>>

/** The real service, and people with sockets. `hangUp` after each test: it fails where a line heard what it mustn't. */
export async function socketWorld(variables: Record<string, string> = {}) {
  const service = await startService(variables)
  const lines: Line[] = []
  return {
    ...service,
    async person(): Promise<Person> {
      const someone = await guest(service.url)
      const connect = async (options: Options = {}) => {
        const line = await Line.connect(service.url, someone.cookie, options)
        lines.push(line)
        return line
      }
      return { ...someone, connect }
    },
    hangUp(): void {
      const strays = lines.splice(0).flatMap(line => {
        line.close()
        return line.strays
      })
      expect(strays).toEqual([])
    },
  }
}

/** Makes a document over HTTP. @returns its id */
export async function create({ call }: Pick<Person, 'call'>, what: object = {}): Promise<string> {
  const answer = await call('POST', '/api/documents', what)
  if (answer.status !== 201) throw new Error(`No document: ${answer.text}`)
  return answer.json.documentId as string
}

/** A command of some type, made at revision 1 unless told otherwise, with an id of its own. */
export function command(documentId: string, type: CommandType, fields: object = {}): Command {
  return wish({ documentId, type, baseRevision: 1, commandId: randomUUID(), ...fields })
}
