import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { clientAddress, isOurOrigin, requestOrigin } from '@/server/origin'

const plain = { trustProxy: false }
const proxied = { trustProxy: true }
const published = { trustProxy: false, publicUrl: 'https://write.example.org' }

describe('Origin', () => {
  it.each([
    ['localhost', 'localhost:3000', 'http://localhost:3000'],
    ['a loopback address', '127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['a loopback address of version 6', '[::1]:3000', 'http://[::1]:3000'],
    ['an address in the network', '192.168.1.20:3000', 'http://192.168.1.20:3000'],
    ['a name on the default port', 'write.lan', 'http://write.lan'],
  ])('[HT3] equal to the host is ours: %s', (_, host, origin) => {
    expect(isOurOrigin({ host, origin }, plain)).toBe(true)
    expect(isOurOrigin(new Headers({ host, origin }), plain)).toBe(true)
  })

  it.each([
    'https://evil.example',
    'null',
    '',
    'http://127.0.0.1:3000',
    'http://localhost',
    'http://localhost:3001',
    'https://localhost:3000',
    'http://localhost:3000.evil.example',
    'http://evil.example/localhost:3000',
    'http://LOCALHOST:3000',
    'http://localhost:3000/',
    'localhost:3000',
    'http://localhost:3000, http://localhost:3000',
  ])('[HT3] other than the host is not ours: %j', origin => {
    expect(isOurOrigin({ host: 'localhost:3000', origin }, plain)).toBe(false)
  })

  it('[HT3] absent is let in', () => {
    expect(isOurOrigin({ host: 'localhost:3000' }, plain)).toBe(true)
  })

  it('[HT3] of PUBLIC_URL is ours, and of what only resembles it is not', () => {
    const host = '10.0.0.7:3000'
    expect(isOurOrigin({ host, origin: 'https://write.example.org' }, published)).toBe(true)
    for (const origin of [
      'http://write.example.org',
      'https://write.example.org:8443',
      'https://write.example.org.evil.example',
      'https://evilwrite.example.org',
    ])
      expect(isOurOrigin({ host, origin }, published)).toBe(false)
  })

  it('[HT4] forwarded headers count only behind a trusted proxy', () => {
    const headers = {
      host: 'internal:3000',
      'x-forwarded-host': 'write.example.org',
      'x-forwarded-proto': 'https',
      origin: 'https://write.example.org',
    }
    expect(isOurOrigin(headers, plain)).toBe(false)
    expect(isOurOrigin(headers, proxied)).toBe(true)
    expect(isOurOrigin({ ...headers, origin: 'http://internal:3000' }, proxied)).toBe(false)
  })

  it('[HT4] of forwarded lists the last entry counts, which is the proxy’s own', () => {
    const headers = {
      host: 'x',
      'x-forwarded-host': 'evil.example, write.example.org',
      'x-forwarded-proto': 'http, https',
    }
    expect(requestOrigin(headers, proxied)).toBe('https://write.example.org')
    const request = {
      headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' },
      socket: { remoteAddress: '127.0.0.1' },
    } as unknown as IncomingMessage
    expect(clientAddress(request, proxied)).toBe('203.0.113.9')
    expect(clientAddress(request, plain)).toBe('127.0.0.1')
  })

  it.each(['', 'a b', 'a/b', 'a@b', 'a\\b', 'a:99999', 'x"; y', '[::1'])(
    '[HT3] a Host that is none makes no origin ours: %j',
    host => {
      expect(requestOrigin({ host }, plain)).toBeNull()
      expect(isOurOrigin({ host, origin: `http://${host}` }, plain)).toBe(false)
    },
  )
})
