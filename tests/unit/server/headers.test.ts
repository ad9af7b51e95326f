import type { IncomingMessage, ServerResponse } from 'node:http'
import { getScriptNonceFromHeaders } from 'next/dist/server/app-render/get-script-nonce-from-header'
import { describe, expect, it } from 'vitest'
import { type HeadersEnv, securePage, securityHeaders } from '@/server/headers'

const production: HeadersEnv = { trustProxy: false, production: true }

function page(env: HeadersEnv, headers: Record<string, string> = {}) {
  const sent = new Map<string, string>()
  const request = { headers: { host: 'localhost:3000', ...headers } } as unknown as IncomingMessage
  const response = { setHeader: (name: string, value: string) => sent.set(name, value) } as unknown as ServerResponse
  securePage(request, response, env)
  const policy = sent.get('content-security-policy')!
  return { request, sent, policy, directive: (name: string) => policy.split('; ').find(text => text.startsWith(name)) }
}

describe('headers of pages', () => {
  it('[HE1] scripts run by a nonce of this request alone', () => {
    const nonces = [page(production), page(production)].map(({ directive }) => {
      const scripts = directive('script-src')!
      expect(scripts).not.toMatch(/unsafe/)
      return /'nonce-([A-Za-z0-9+/=]{22,})'/.exec(scripts)![1]
    })
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('[HE1] Next finds that nonce, and never one that a client sent', () => {
    const { request, directive } = page(production, {
      'content-security-policy': "script-src 'nonce-mine'",
      'content-security-policy-report-only': "script-src 'nonce-mine'",
    })
    const nonce = getScriptNonceFromHeaders(request.headers)
    expect(directive('script-src')).toContain(`'nonce-${nonce}'`)
    expect(request.headers['content-security-policy-report-only']).toBeUndefined()
  })

  it('[HE2] nothing frames a page, no plugin runs, no base moves, and it connects to where it came from only', () => {
    const { directive, sent } = page(production)
    expect(directive('object-src')).toBe("object-src 'none'")
    expect(directive('base-uri')).toBe("base-uri 'none'")
    expect(directive('frame-ancestors')).toBe("frame-ancestors 'none'")
    expect(directive('connect-src')).toBe("connect-src 'self' ws://localhost:3000")
    expect(sent.get('x-frame-options')).toBe('DENY')
    expect(page({ ...production, publicUrl: 'https://a.example' }, { host: 'a b' }).directive('connect-src')).toBe(
      "connect-src 'self' wss://a.example",
    )
  })

  it('[HE3] HTTPS is insisted on only where PUBLIC_URL is HTTPS', () => {
    expect(page(production).sent.has('strict-transport-security')).toBe(false)
    expect(page(production).directive('upgrade')).toBeUndefined()
    expect(page({ ...production, publicUrl: 'http://a.lan' }).sent.has('strict-transport-security')).toBe(false)
    const secure = page({ ...production, publicUrl: 'https://a.example' })
    expect(secure.sent.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/)
    expect(secure.directive('upgrade')).toBe('upgrade-insecure-requests')
  })

  it('[HE2] development may evaluate its updates, production may not', () => {
    expect(page({ ...production, production: false }).directive('script-src')).toContain("'unsafe-eval'")
  })

  it('[HE4] no header can be broken out of by a Host', () => {
    for (const host of ["x; script-src 'unsafe-inline'", 'x\r\nset-cookie: a=b', 'x" y', '*'])
      expect(page(production, { host }).directive('connect-src')).toBe("connect-src 'self'")
  })
})

describe('headers of data', () => {
  it('[HE5] data loads nothing, is what its type says, and tells no other site its address', () => {
    expect(securityHeaders({})).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  })
})
