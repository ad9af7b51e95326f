import type { RecordedEvent } from '@/lib/document/events'
import { canonicalJSON, type NodeJSON } from '@/lib/document/schema'
import type { StepJSON } from '@/lib/document/steps'
import { commandIds, randomId } from '@/lib/replica/command-ids'
import { Device, MemoryOutbox } from '../memory-outbox'
import { Random } from '../random'
import { WorldServer } from './server'
import { WorldTransport } from './transport'
import { Clock, settled, type Weather } from './wire'
import { WorldWriter } from './writer'

const stormy: Weather = { loss: 0.08, doubling: 0.08, delay: 60 }
const calm: Weather = { loss: 0, doubling: 0, delay: 3 }

export type WorldReport = {
  edits: number
  revisions: number
  restarts: number
  reconnects: number
  undone: number
  words: number
  crashes: number
}

/**
 * One seeded world: some writers on one document over bad lines, with reconnects and restarts of the server. Then the weather
 * clears, and everything that the product promises is checked.
 * @throws Error that names the seed and what was broken
 */
export async function runWorld(seed: number): Promise<WorldReport> {
  const world = new World(seed)
  try {
    return await world.run()
  } catch (error) {
    throw new Error(`World ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

type Person = {
  writer: WorldWriter
  transport: WorldTransport
  authorId: string
  device: Device
  page: MemoryOutbox
}

class World {
  private readonly random: Random
  private readonly clock = new Clock()
  private server: WorldServer
  private weather = stormy
  private readonly documentId = randomId()
  private readonly people: Person[] = []
  /** Whose tab crashed: what was acknowledged to them holds, and their command ids aren't used again. */
  private readonly crashed: Person[] = []
  private readonly report: WorldReport = {
    edits: 0,
    revisions: 0,
    restarts: 0,
    reconnects: 0,
    undone: 0,
    words: 0,
    crashes: 0,
  }

  constructor(seed: number) {
    this.random = new Random(seed)
    this.server = new WorldServer(undefined, this.clock)
  }

  async run(): Promise<WorldReport> {
    await this.begin()
    const actions = 30 + this.random.below(90)
    for (let i = 0; i < actions; i++) await this.happen()
    await this.clear()
    await this.judge()
    return this.report
  }

  private async begin(): Promise<void> {
    const count = 2 + this.random.below(7)
    const owner = authorId(0)
    await this.server.writers.create({ documentId: this.documentId, title: 'World' }, { authorId: owner, via: 'api' })
    for (let i = 0; i < count; i++) {
      // Two tabs of one person count as two writers, now and then.
      const author = i > 0 && this.random.chance(0.2) ? authorId(i - 1) : authorId(i)
      this.people.push(this.sit(`${i}.`, author, new Device()))
    }
    for (let i = 0; i < 40; i++) await this.clock.step()
  }

  private sit(name: string, authorId: string, device: Device): Person {
    const transport = new WorldTransport(
      () => this.server,
      authorId,
      this.clock,
      this.random,
      () => this.weather,
    )
    const page = new MemoryOutbox(device)
    const writer = new WorldWriter(name, this.random, {
      transport,
      documentId: this.documentId,
      me: { authorId, name: authorId, color: 'blue' },
      now: () => this.clock.now,
      newCommandId: commandIds(this.random.bytes(10)),
      schedule: this.clock.schedule,
      patience: 40,
      outbox: page,
    })
    transport.connect()
    return { writer, transport, authorId, device, page }
  }

  /** A tab dies, whatever it was doing, and is opened again on the same device. */
  private async crash(person: Person): Promise<void> {
    await settled()
    person.transport.die()
    person.page.die()
    this.crashed.push(person)
    const name = `${this.crashed.length + 100}.`
    this.people[this.people.indexOf(person)] = this.sit(name, person.authorId, person.device)
    this.report.crashes++
  }

  private async happen(): Promise<void> {
    const person = this.random.pick(this.people)
    const { writer, transport } = person
    const dice = this.random.next()
    if (dice < 0.6) {
      writer.act()
      this.report.edits++
    } else if (dice < 0.64) {
      transport.disconnect()
      this.report.reconnects++
    } else if (dice < 0.7) {
      transport.connect()
    } else if (dice < 0.715) {
      this.restart()
    } else if (dice < 0.73 && writer.session.state.revision > 1) {
      writer.session.restore(1 + this.random.below(writer.session.state.revision))
    } else if (dice < 0.74) writer.session.rename(`Title ${this.report.edits}`)
    else if (dice < 0.76) await this.crash(person)
    const steps = this.random.below(6)
    for (let i = 0; i < steps; i++) await this.clock.step()
  }

  /** The process dies: what it held in memory is gone, the log stays. */
  private restart(): void {
    for (const { transport } of this.people) transport.disconnect()
    this.server = new WorldServer(this.server.store, this.clock)
    this.report.restarts++
  }

  private async clear(): Promise<void> {
    this.weather = calm
    // A broadcast is lost only with its connection: the lines that lost some are cut.
    for (const { transport } of this.people) transport.disconnect()
    for (let round = 0; round < 4_000; round++) {
      for (const { transport } of this.people) transport.connect()
      await this.clock.step()
      if (round % 20 === 0 && this.clock.idle) await settled()
      if (this.clock.idle && this.atRest()) return
    }
    const states = this.people.map(({ writer }) => writer.session.state)
    throw new Error(
      `never came to rest: ${JSON.stringify(states.map(s => [s.phase, s.connected, s.revision, s.unconfirmed, s.refusal]))}`,
    )
  }

  /** What was sent and then left behind on a device is in the log; nothing is left there. */
  private judgeDevices(events: RecordedEvent[]): void {
    const stored = new Set(events.map(({ authorId, commandId }) => `${authorId} ${commandId}`))
    for (const { device, authorId, writer } of this.people) {
      if (device.records.size > 0) throw new Error(`something was left unsent on the device of ${writer.name}`)
      // Words lose their place where others delete it, never because a replica had to be thrown away or a command was refused.
      for (const { reason, text } of device.drafts.values())
        if (reason !== 'target_deleted') throw new Error(`"${text}" of ${writer.name} was not stored: ${reason}`)
      for (const commandId of device.sent)
        if (!stored.has(`${authorId} ${commandId}`)) throw new Error(`command ${commandId} was sent and is nowhere`)
    }
  }

  private atRest(): boolean {
    const heads = new Set(this.people.map(({ writer }) => writer.session.state.revision))
    return heads.size === 1 && this.people.every(({ writer }) => writer.session.state.unconfirmed === 0)
  }

  private async judge(): Promise<void> {
    const events = await this.server.store.read(this.documentId, 1, { events: 1_000_000 })
    this.report.revisions = events.length
    events.forEach((event, i) => {
      if (event.revision !== i + 1) throw new Error(`revision ${event.revision} stands at place ${i + 1}`)
    })
    const folded = await this.server.history.documentAt(this.documentId)
    const truth = canonicalJSON(folded!.doc)
    folded!.doc.check()
    for (const { writer } of this.people) {
      if (canonicalJSON(writer.session.doc!) !== truth)
        throw new Error(`replica of ${writer.name} differs from the log`)
      if (canonicalJSON(writer.state.doc) !== truth) throw new Error(`editor of ${writer.name} differs from the log`)
    }
    const ids = new Set<string>()
    for (const { authorId, commandId, recordedAt } of events) {
      const id = `${authorId} ${commandId}`
      if (ids.has(id)) throw new Error(`command ${commandId} was applied twice`)
      ids.add(id)
      if (recordedAt < events[0]!.recordedAt) throw new Error('time runs backwards')
    }
    this.judgeOrder(events)
    this.judgeDevices(events)
    for (const { transport, authorId } of [...this.people, ...this.crashed])
      for (const [commandId, revision] of transport.acknowledged) {
        const event = events[revision - 1]
        if (event?.commandId !== commandId || event.authorId !== authorId)
          throw new Error(`acknowledged command ${commandId} is not at revision ${revision}`)
      }
    if (this.server.errors.length > 0) throw this.server.errors[0]
    this.report.undone = events.filter(event => event.type === 'ContentEdited' && event.data.origin === 'undone').length
    for (const { writer } of this.people) writer.session.close()
  }

  // A replica counts its command ids: its commands stand in the log in the order in which they were made. And letters that
  // were typed into one place in one go stand there in that order, whatever came between.
  private judgeOrder(events: RecordedEvent[]): void {
    const last = new Map<string, number>()
    for (const { commandId } of events) {
      const [replica, count] = [commandId.slice(0, 24), Number.parseInt(commandId.slice(24), 16)]
      if (count <= (last.get(replica) ?? -1)) throw new Error(`command ${commandId} overtook an earlier one`)
      last.set(replica, count)
    }
    const text = events
      .flatMap(event => ('steps' in event.data ? event.data.steps : []))
      .map(insertedText)
      .join('')
    for (const { writer } of [...this.people, ...this.crashed])
      for (const word of writer.words) {
        const letters = new RegExp([...word].map(letter => `(?:${letter.replace('.', '\\.')})?`).join('[^]*?'))
        if (!letters.test(text)) throw new Error(`the letters of ${word} stand in another order`)
      }
    this.report.words += this.people.reduce(
      (sum, { writer }) => sum + writer.words.filter(word => text.includes(word)).length,
      0,
    )
  }
}

function insertedText(step: StepJSON): string {
  const slice = step.slice as { content?: NodeJSON[] } | undefined
  const textOf = (node: NodeJSON): string => node.text ?? (node.content ?? []).map(textOf).join('')
  return (slice?.content ?? []).map(textOf).join('')
}

function authorId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}
