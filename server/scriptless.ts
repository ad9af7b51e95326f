import type { ServerResponse } from 'node:http'

/** Pages that are there to be read, and need no script for it. */
const readingView = /^\/documents\/[^/]+\/view\/?$/

/** @param path an address without what's asked of it */
export const needsNoScript = (path: string): boolean => readingView.test(path)

/**
 * Takes the scripts that Next puts into every page out of one that needs none, and forbids all others there. They are known by
 * the request's nonce, so nothing that somebody wrote can be mistaken for one. What says that there's nothing to read keeps them:
 * Next draws that in the browser.
 */
export function withoutScripts(response: ServerResponse, nonce: string): void {
  const parts: Buffer[] = []
  const { writeHead, end } = response
  let isPage: boolean | null = null
  const begin = (status: number) => {
    if (isPage !== null) return
    isPage = status === 200 && String(response.getHeader('content-type')).startsWith('text/html')
    if (!isPage) return
    const policy = String(response.getHeader('content-security-policy'))
    response.setHeader('content-security-policy', policy.replace(/script-src [^;]*/, "script-src 'none'"))
    response.removeHeader('content-length')
  }
  const keep = (part: unknown, encoding: unknown) => {
    if (typeof part === 'string')
      parts.push(Buffer.from(part, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'))
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part))
  }
  // Node comes by here too when it sends the head unasked.
  response.writeHead = ((status: number, ...rest: []) => {
    begin(status)
    return writeHead.call(response, status, ...rest)
  }) as typeof response.writeHead
  response.write = ((part: unknown, encoding: unknown, done: unknown) => {
    keep(part, encoding)
    const called = typeof encoding === 'function' ? encoding : done
    if (typeof called === 'function') process.nextTick(called as () => void)
    return true
  }) as typeof response.write
  response.end = ((part: unknown, encoding: unknown, done: unknown) => {
    keep(part, encoding)
    const called = [part, encoding, done].find(each => typeof each === 'function') as (() => void) | undefined
    begin(response.statusCode)
    const body = Buffer.concat(parts)
    return end.call(response, isPage ? Buffer.from(stripped(body.toString(), nonce)) : body, 'utf8', called)
  }) as typeof response.end
}

function stripped(html: string, nonce: string): string {
  return html
    .replace(/<script\b([^>]*)>[\s\S]*?<\/script>/g, (script, attributes: string) =>
      attributes.includes(nonce) ? '' : script,
    )
    .replace(/<link\b[^>]*\bas="script"[^>]*>/g, link => (link.includes(nonce) ? '' : link))
}
