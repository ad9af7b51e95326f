import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'

/** Sends what our thin clients send, and waits for the same two answers. */
export class FloorPerson {
  static async sit({ url, documentId, ears }) {
    const socket = io(url, { transports: ['websocket'], forceNew: true })
    await new Promise((resolve, reject) => {
      socket.once('connect_error', reject)
      socket.emit('open', documentId, resolve)
    })
    return new FloorPerson(socket, documentId, ears)
  }

  constructor(socket, documentId, ears) {
    Object.assign(this, { socket, documentId, ears, waiting: new Map() })
    socket.on('document:events', ({ events }) => {
      ears.received(events, performance.now())
      for (const { commandId } of events) this.waiting.get(commandId)?.()
    })
  }

  /** There's nothing to fill. */
  async fill() {}

  async type() {
    const { documentId, ears, socket, waiting } = this
    const commandId = randomUUID()
    const back = new Promise(resolve => {
      waiting.set(commandId, resolve)
    })
    ears.sent(commandId, performance.now())
    const steps = [{ stepType: 'replace', from: 9, to: 9, slice: { content: [{ type: 'text', text: 'a' }] } }]
    const envelope = { documentId, baseRevision: 7, schemaVersion: 1, commandId, type: 'EditContent', steps }
    await socket.emitWithAck('document:command', envelope)
    ears.acknowledged(commandId, performance.now())
    await back
    waiting.delete(commandId)
  }

  async close() {
    this.socket.close()
  }
}
