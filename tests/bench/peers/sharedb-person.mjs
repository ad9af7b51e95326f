import richText from 'rich-text'
import Client from 'sharedb/lib/client/index.js'
import WebSocket from 'ws'

Client.types.register(richText.type)

/** Somebody with ShareDB's own client. Acknowledged is what's committed. */
export class ShareDbPerson {
  static async sit({ url, documentId, ears }) {
    const connection = new Client.Connection(new WebSocket(url.replace(/^http/, 'ws')))
    const doc = connection.get('documents', documentId)
    const self = new ShareDbPerson(connection, doc, ears)
    await called(done => doc.subscribe(done))
    return self
  }

  constructor(connection, doc, ears) {
    Object.assign(this, { connection, doc, ears, id: null })
    connection.on('send', message => {
      if (message.a !== 'op') return
      this.id = `${connection.id}:${message.seq}`
      ears.sent(this.id, performance.now())
    })
    connection.on('receive', ({ data }) => {
      if (data?.a === 'op' && data.src && data.src !== connection.id)
        ears.received([{ commandId: `${data.src}:${data.seq}` }], performance.now())
    })
  }

  /** Makes the document with a text. */
  fill(text) {
    return called(done => this.doc.create([{ insert: text }], richText.type.uri, done))
  }

  async type() {
    const length = this.doc.data.length()
    await called(done => this.doc.submitOp([{ retain: Math.floor(length / 2) }, { insert: 'a' }], done))
    this.ears.acknowledged(this.id, performance.now())
    this.ears.received([{ commandId: this.id }], performance.now())
  }

  async close() {
    this.connection.close()
  }
}

function called(work) {
  return new Promise((resolve, reject) => work(error => (error ? reject(error) : resolve())))
}
