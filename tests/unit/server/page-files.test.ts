import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PageFiles } from '@/server/page-files'
import { temporaryFolder } from '../../support/server'

const script = `let answer = ${'42 + '.repeat(500)}0`
let folder: string
let port: number
let stop: () => void

beforeAll(async () => {
  folder = temporaryFolder('page-files')
  mkdirSync(path.join(folder, 'static/chunks'), { recursive: true })
  writeFileSync(path.join(folder, 'static/chunks/a-1.js'), script)
  writeFileSync(path.join(folder, 'static/font.woff2'), 'a font')
  writeFileSync(path.join(folder, 'secret.js'), 'secret')
  const files = new PageFiles(path.join(folder, 'static'))
  const server = createServer(async (request, response) => {
    if (!(await files.answer(request, response))) response.writeHead(404).end('not ours')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  stop = () => server.close()
})

afterAll(() => {
  stop()
  rmSync(folder, { recursive: true, force: true })
})

// Not `fetch`, which undoes the compression and tidies up addresses.
function ask(address: string, accepts?: string, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const headers = accepts === undefined ? {} : { 'accept-encoding': accepts }
    get({ port, host: '127.0.0.1', path: address, method, headers, agent: false }, response => {
      const parts: Buffer[] = []
      response.on('data', part => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      )
    }).on('error', reject)
  })
}

const file = '/_next/static/chunks/a-1.js'

describe('scripts and styles of the pages', () => {
  it('[LD5] come in the best encoding that their reader takes, to be kept for good', async () => {
    const best = await ask(file, 'gzip, deflate, br, zstd')
    expect(best.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'application/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'content-length': String(best.body.length),
    })
    expect(brotliDecompressSync(best.body).toString()).toBe(script)
    const next = await ask(`${file}?dpl=1`, 'gzip;q=0.8, br;q=0')
    expect(next.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(next.body).toString()).toBe(script)
    const head = await ask(file, 'br', 'HEAD')
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, String(best.body.length)])
  })

  it('[LD5] are left to Next where they’re wanted as they are, or aren’t there', async () => {
    for (const accepts of [undefined, 'identity', 'gzip;q=0', 'deflate'])
      expect((await ask(file, accepts)).status, String(accepts)).toBe(404)
    for (const other of ['/_next/static/chunks/b.js', '/_next/static/font.woff2', '/secret.js', '/_next/static/'])
      expect((await ask(other, 'br')).status, other).toBe(404)
    expect((await ask(file, 'br', 'POST')).status).toBe(404)
  })

  it('[LD5] come from their folder only', async () => {
    for (const outside of [
      '../secret.js',
      'chunks/../../secret.js',
      '%2e%2e/secret.js',
      './../secret.js',
      '/../secret.js',
    ])
      expect((await ask(`/_next/static/${outside}`, 'br')).status, outside).toBe(404)
  })
})
