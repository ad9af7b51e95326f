import type { Page } from '@playwright/test'

// Chromium's word on every page that comes by plain http from another machine: the header is right, and waits for https.
const knownNotice = /The Cross-Origin-Opener-Policy header has been ignored/

/** What a page did behind its surface: what went wrong in it, and what it sent. */
export class Watch {
  private readonly problems: string[] = []
  private readonly expected: RegExp[] = [knownNotice]
  /** Every command that left the page over its socket, in order; resends too. */
  readonly commands: { commandId: string; type: string }[] = []
  /** Whether a socket was there to be watched at all. */
  sockets = 0

  /** Breaks of the line that a test causes are the only problems that may be expected, each with its pattern. */
  expect(problem: RegExp): void {
    this.expected.push(problem)
  }

  /** Errors of scripts, of the console, of the content policy, and requests to other hosts. */
  get unexpected(): string[] {
    return this.problems.filter(problem => !this.expected.some(pattern => pattern.test(problem)))
  }

  async on(page: Page, host: string): Promise<void> {
    page.on('pageerror', error => this.problems.push(`error: ${error.stack ?? error.message}`))
    page.on('console', message => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      this.problems.push(`console: ${message.text()} (${message.location().url})`)
    })
    page.on('request', request => {
      const url = new URL(request.url())
      if (url.host !== host && /^(http|ws)/.test(url.protocol)) this.problems.push(`request to ${url.host}`)
    })
    page.on('websocket', socket => {
      this.sockets++
      socket.on('framesent', ({ payload }) => this.sent(String(payload)))
    })
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', event =>
        console.error(`content policy: ${event.violatedDirective} forbids ${event.blockedURI}`),
      )
    })
  }

  // socket.io's frame: 42, the number of the acknowledgement, then JSON.
  private sent(frame: string): void {
    const [, json] = /^42\d*(\["document:command".*)$/s.exec(frame) ?? []
    if (json) this.commands.push((JSON.parse(json) as [string, { commandId: string; type: string }])[1])
  }
}
