import { once } from 'node:events'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'

const messages = { sync: 0, auth: 2, syncReply: 4, syncStatus: 8 }

/** Somebody with a Y.Doc, as Hocuspocus' own provider has one, who types into one text. Acknowledged is what the server applied. */
export class HocuspocusPerson {
  static async sit({ url, documentId, ears }) {
    const socket = new WebSocket(url.replace(/^http/, 'ws'))
    socket.binaryType = 'arraybuffer'
    await once(socket, 'open')
    const self = new HocuspocusPerson(socket, documentId, ears)
    await self.synced
    return self
  }

  constructor(socket, name, ears) {
    Object.assign(this, { socket, name, ears, doc: new Y.Doc(), waiting: [] })
    this.text = this.doc.getText('text')
    this.synced = new Promise(resolve => {
      this.onSynced = resolve
    })
    socket.on('message', data => this.take(new Uint8Array(data)))
    this.send(messages.auth, encoder => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarString(encoder, '')
      encoding.writeVarString(encoder, '')
    })
    this.send(messages.sync, encoder => sync.writeSyncStep1(encoder, this.doc))
    this.doc.on('update', (update, origin) => {
      if (origin !== this) this.send(messages.sync, encoder => sync.writeUpdate(encoder, update))
    })
  }

  /** Puts a text into an empty document. */
  async fill(text) {
    const acknowledged = new Promise(done => this.waiting.push(done))
    this.text.insert(0, text)
    await acknowledged
  }

  async type() {
    const id = `${this.doc.clientID}:${Y.getState(this.doc.store, this.doc.clientID)}`
    const acknowledged = new Promise(done => this.waiting.push(done))
    this.ears.sent(id, performance.now())
    this.text.insert(Math.floor(this.text.length / 2), 'a')
    await acknowledged
    this.ears.acknowledged(id, performance.now())
    this.ears.received([{ commandId: id }], performance.now())
  }

  async close() {
    this.socket.close()
  }

  take(message) {
    const decoder = decoding.createDecoder(message)
    decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === messages.syncStatus) this.waiting.shift()?.()
    if (type !== messages.sync && type !== messages.syncReply) return
    const start = decoder.pos
    const kind = decoding.readVarUint(decoder)
    const update = kind === sync.messageYjsSyncStep1 ? null : decoding.readVarUint8Array(decoder)
    decoder.pos = start
    this.send(messages.sync, encoder => sync.readSyncMessage(decoder, encoder, this.doc, this), 1)
    if (kind === sync.messageYjsSyncStep2) this.onSynced()
    if (kind !== sync.messageYjsUpdate) return
    const ids = Y.decodeUpdate(update).structs.map(({ id }) => ({ commandId: `${id.client}:${id.clock}` }))
    this.ears.received(ids, performance.now())
  }

  send(type, write, least = 0) {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, this.name)
    encoding.writeVarUint(encoder, type)
    const head = encoding.length(encoder)
    write(encoder)
    if (encoding.length(encoder) >= head + least) this.socket.send(encoding.toUint8Array(encoder))
  }
}
