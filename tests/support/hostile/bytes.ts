import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A bare TCP connection; `closed` when the other side has ended it. */
export function dial(url: string): { socket: Socket; closed: Promise<void>; received: () => string } {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', data => {
    text = (text + data.toString('latin1')).slice(-10_000)
  })
  socket.on('error', () => {})
  return { socket, closed: new Promise(resolve => socket.once('close', () => resolve())), received: () => text }
}

/** What asks for a web socket. */
export function upgrade(
  url: string,
  cookie: string,
  more = '',
  path = '/socket.io/?EIO=4&transport=websocket',
): string {
  const key = randomBytes(16).toString('base64')
  return `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nCookie: ${cookie}\r\n${more}\r\n`
}

/** A web socket's frame: the first byte, and what follows, masked as a client must. */
export function frame(
  first: number,
  payload: Buffer | string = '',
  { masked = true, length }: { masked?: boolean; length?: bigint } = {},
) {
  const data = Buffer.from(payload)
  const size = length ?? BigInt(data.length)
  const head = [first]
  const bit = masked ? 0x80 : 0
  const wide = Buffer.alloc(8)
  if (size < 126n) head.push(bit | Number(size))
  else {
    head.push(bit | 127)
    wide.writeBigUInt64BE(size)
  }
  // A mask of zeros leaves the data as it is.
  return Buffer.concat([Buffer.from(head), size < 126n ? Buffer.alloc(0) : wide, Buffer.alloc(masked ? 4 : 0), data])
}

const [fin, text, binary, close, ping] = [0x80, 1, 2, 8, 9]

/** Bytes on an open web socket that are no frames: each is the end of it. */
export const brokenFrames: [what: string, ...bytes: Buffer[]][] = [
  ['not masked', frame(fin | text, '2', { masked: false })],
  ['a reserved bit', frame(fin | 0x40 | text, '2')],
  ['all reserved bits', frame(0xf0 | text, '2')],
  ...[3, 4, 7, 11, 15].map<[string, Buffer]>(opcode => [`opcode ${opcode}`, frame(fin | opcode, 'x')]),
  ['a continuation of nothing', frame(fin, 'x')],
  ['a beginning in a beginning', frame(text, 'x'), frame(text, 'x')],
  ['text that is no UTF-8', frame(fin | text, Buffer.from([0x34, 0xff, 0xfe]))],
  ['half a letter', frame(fin | text, Buffer.from([0x34, 0xe2, 0x82]))],
  ['a ping in pieces', frame(ping, 'x')],
  ['a ping of 126 bytes', frame(fin | ping, Buffer.alloc(126))],
  ['a length of 2^62', frame(fin | text, 'x', { length: 2n ** 62n })],
  ['a length of 5 MiB', frame(fin | text, 'x', { length: 5n * 2n ** 20n })],
  ['a length of 5 MiB, binary', frame(fin | binary, 'x', { length: 5n * 2n ** 20n })],
  ['a close of one byte', frame(fin | close, 'x')],
  ['a close with a code that is none', frame(fin | close, Buffer.from([0, 1]))],
  ['5 MiB in pieces', ...Array.from({ length: 6 }, (_, i) => frame(i === 0 ? text : 0, Buffer.alloc(1_000_000, 'x')))],
  ['noise', randomBytes(10_000)],
]

/** What is hardly HTTP, or asks for an upgrade to elsewhere; each is answered by an error or the end. */
export const brokenRequests = (url: string, cookie: string): [what: string, bytes: string][] => {
  const { host } = new URL(url)
  return [
    ['no HTTP', '\u0000\u0001\u0002\r\n\r\n'],
    ['a method that is none', `EVIL /api/me HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['no host', 'GET /api/me HTTP/1.1\r\n\r\n'],
    ['a header of 100 kB', `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['a header that is split', `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nX: a\r\n b\u0000\r\n\r\n`],
    [
      'two lengths',
      `POST /api/documents HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    ],
    [
      'a length and pieces',
      `POST /api/documents HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a length that is none', `POST /api/documents HTTP/1.1\r\nHost: ${host}\r\nContent-Length: -1\r\n\r\n`],
    ['an upgrade to elsewhere', upgrade(url, cookie, '', '/elsewhere')],
    ['an upgrade to a whole address', upgrade(url, cookie, '', 'http://127.0.0.1:5432/latest')],
    ['an upgrade with another version', upgrade(url, cookie).replace('Version: 13', 'Version: 99')],
    ['an upgrade with a key that is none', upgrade(url, cookie).replace(/Key: .*\r\n/, 'Key: x\r\n')],
    ['an upgrade to something else', upgrade(url, cookie).replace('Upgrade: websocket', 'Upgrade: h2c')],
    ['an upgrade without a word', upgrade(url, cookie).replace(/Sec-.*\r\n/g, '')],
  ]
}
