import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { needsNoScript, withoutScripts } from '@/server/scriptless'

const nonce = 'bm9uY2U+/w=='
const close: (() => void)[] = []
afterEach(() => {
  for (const each of close.splice(0)) each()
})

async function answerOf(write: RequestListener): Promise<Response> {
  const server = createServer((request, response) => {
    response.setHeader(
      'content-security-policy',
      `default-src 'self'; script-src 'self' 'nonce-${nonce}'; img-src data:`,
    )
    withoutScripts(response, nonce)
    write(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  close.push(() => server.close())
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

describe('pages that need no script', () => {
  it('[LD1] the reading view is one, and no other page', () => {
    expect(needsNoScript('/documents/7f9c1b9e-0d5c-4a3f-9f60-0f3f1c1c1c1c/view')).toBe(true)
    for (const other of ['/', '/documents/a', '/documents/view', '/documents/a/b/view', '/view'])
      expect(needsNoScript(other), other).toBe(false)
  })

  it('[LD1] loses the scripts that carry the nonce, in whatever pieces they come, and may run no others', async () => {
    const answer = await answerOf((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.flushHeaders()
      response.write(`<p>Grü`)
      response.write(Buffer.from(`ße</p><script nonce="${nonce}" src="/a.js" async=""></scr`))
      response.write(`ipt><link rel="preload" as="script" nonce="${nonce}" href="/b.js"/>`, () => {})
      response.end(`<script nonce="${nonce}">self.x = "<p>"</script><p>end</p>`)
    })
    expect(await answer.text()).toBe('<p>Grüße</p><p>end</p>')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'; script-src 'none'; img-src data:")
  })

  it('[LD1] keeps all that somebody wrote, whatever it looks like', async () => {
    const written = `<a title="<script nonce=mine>">&lt;script&gt;</a><script>alert(1)</script><link as="script" href="x">`
    const answer = await answerOf((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(`${written}<script nonce="${nonce}">1</script>`)
    })
    expect(await answer.text()).toBe(written)
  })

  it('[LD1] a page that says that there is nothing keeps them', async () => {
    const nothing = `<p>nothing</p><script nonce="${nonce}">1</script>`
    const answer = await answerOf((_, response) => {
      response.statusCode = 404
      response.setHeader('content-type', 'text/html')
      response.end(nothing)
    })
    expect(await answer.text()).toBe(nothing)
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
  })

  it('[LD1] what isn’t HTML comes as it is', async () => {
    const flight = `0:{"a":"<script nonce=\\"${nonce}\\"></script>"}`
    const answer = await answerOf((_, response) => {
      response.setHeader('content-type', 'text/x-component')
      response.end(flight)
    })
    expect(await answer.text()).toBe(flight)
  })
})
