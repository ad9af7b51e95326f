import { Agent, get } from 'node:http'
import type { EverdraftClient } from '@/lib/client/client'

export type Answer = { body: Buffer; ms: number }

/** Asks by HTTP over one connection that stays, and does nothing with the answers: costs the driver as little as can be. */
export class Reader {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 })

  constructor(private readonly client: EverdraftClient) {}

  /** @returns the answer and how long it took to have all of it */
  ask(path: string): Promise<Answer> {
    const { origin, cookie } = this.client
    const began = performance.now()
    return new Promise((resolve, reject) => {
      const request = get(`${origin}/api${path}`, { agent: this.agent, headers: { cookie } }, response => {
        const parts: Buffer[] = []
        response.on('data', part => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const ms = performance.now() - began
          const body = Buffer.concat(parts)
          if (response.statusCode === 200) resolve({ body, ms })
          else reject(new Error(`${path} answered ${response.statusCode}: ${body.toString('utf8').slice(0, 500)}`))
        })
      })
      request.on('error', reject)
    })
  }

  close(): void {
    this.agent.destroy()
  }
}
