import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Answers } from './answers'
import { BadLine } from './proxy'

let echo: Server
let heard: string
let line: BadLine
let client: Socket
let back: string
beforeEach(async () => {
  heard = back = ''
  echo = createServer(socket => {
    socket
      .on('error', () => {})
      .on('data', data => {
        heard += data
        socket.write(data)
      })
  })
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve))
  line = await BadLine.before({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port })
  client = await dial()
})
afterEach(async () => {
  client.destroy()
  await line.close()
  echo.close()
})

async function dial(): Promise<Socket> {
  const socket = connect(line.port, '127.0.0.1')
  socket
    .on('error', () => {})
    .on('data', data => {
      back += data
    })
  await new Promise(resolve => socket.once('connect', resolve).once('close', resolve))
  return socket
}

const soon = (read: () => unknown) => expect.poll(read, { timeout: 10_000 })

test('[FT10] the proxy passes on what it gets, late if told so', async () => {
  client.write('a')
  await soon(() => back).toBe('a')
  line.turn({ delay: 300 })
  const began = Date.now()
  client.write('b')
  await soon(() => back).toBe('ab')
  expect(Date.now() - began).toBeGreaterThanOrEqual(590)
})

test('[FT10] a black hole swallows one way or both, and gives back in order what TCP would send again', async () => {
  line.turn({ hole: ['down'] })
  client.write('a')
  await soon(() => heard).toBe('a')
  line.turn({ hole: ['up', 'down'] })
  client.write('b')
  client.write('c')
  await new Promise(resolve => setTimeout(resolve, 100))
  expect([heard, back]).toEqual(['a', ''])
  line.turn()
  await soon(() => [heard, back]).toEqual(['abc', 'abc'])
})

test('[FT10] forgotten connections are dead without a word, new ones are well', async () => {
  client.write('a')
  await soon(() => back).toBe('a')
  line.forget()
  client.write('b')
  const other = await dial()
  other.write('c')
  await soon(() => back).toBe('ac')
  expect([heard, client.destroyed]).toEqual(['ac', false])
  other.destroy()
})

test('[FT10] pieces arrive in halves, all of them, in order', async () => {
  const pieces: string[] = []
  line.turn({ halve: true })
  client.on('data', data => pieces.push(String(data)))
  client.write('abcd'.repeat(100))
  await soon(() => back).toBe('abcd'.repeat(100))
  expect(pieces.length).toBeGreaterThan(1)
})

test('[FT10] connections are reset, and new ones refused', async () => {
  line.cut()
  await soon(() => client.destroyed).toBe(true)
  await soon(() => line.open).toBe(0)
  line.turn({ refuse: true })
  const refused = await dial()
  await soon(() => refused.destroyed).toBe(true)
})

const frame = (kind: string, text = '') => {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeInt32BE(4 + Buffer.byteLength(text), 1)
  return Buffer.concat([head, Buffer.from(text)])
}
const answers = Buffer.concat([frame('2'), frame('D', 'row'), frame('C', 'INSERT 0 2\0'), frame('Z', 'I')])

test('[FT10] the answers of a PostgreSQL are recognised, however they are cut into pieces', () => {
  const reader = new Answers()
  reader.asked(Buffer.from('\0\0\0xuser\0everdraft\0application_name\0everdraft append\0\0'))
  const answer = { application: 'everdraft append', tag: 'INSERT 0 2' }
  expect(reader.answered(answers)).toEqual([answer])
  const bytes = [...answers].map(byte => reader.answered(Buffer.of(byte)))
  expect(bytes.flat()).toEqual([answer])
  expect(bytes.at(-1)).toEqual([answer])
  const two = Buffer.concat([answers, frame('C', 'SELECT 3\0'), frame('Z', 'I')])
  expect(reader.answered(two)).toEqual([answer, { ...answer, tag: 'SELECT 3' }])
})
