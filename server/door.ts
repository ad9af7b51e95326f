import type { z } from 'zod'
import { type Refusal, refuse } from '@/lib/document/refusal'
import { type PresenceUpdate, presenceUpdate } from '@/lib/protocol/socket'
import { type Budget, charge, costs, type Pay } from './budget'
import { withinDepth } from './depth'
import type { Env } from './env'
import { RateLimiter } from './rate'
import { sizeOf } from './size'

const presencePerSecond = 15
const presenceBytes = 1_000

/** Where messages of a socket are looked at before anything else sees them: how often, how large, how deep, what shape. */
export class Door {
  private readonly requests: RateLimiter
  private readonly presence = new RateLimiter(presencePerSecond)

  constructor(
    private readonly limits: Env['limits'],
    private readonly budget: Budget,
  ) {
    this.requests = new RateLimiter(limits.commandsPerSecond)
  }

  /** What somebody's work on a connection is paid from. */
  purse(connection: string, authorId: string): Pay {
    return cost => this.budget.take({ authorId, connection }, cost)
  }

  /** @returns the message, or why it isn't looked at any further */
  read<S extends z.ZodType>(
    connection: string,
    message: unknown,
    schema: S,
    pay: Pay,
  ): { message: z.output<S> } | { refusal: Refusal } {
    const { frameBytes, jsonDepth } = this.limits
    const retryInMs = this.requests.take(connection)
    if (retryInMs > 0) return refuse('rate_limited', 'Too many messages at once. Go on in a moment.', { retryInMs })
    const size = sizeOf(message, frameBytes)
    const dear = charge({ pay }, costs.bytes(size))
    if (dear) return dear
    if (!withinDepth(message, jsonDepth)) return refuse('bad_request', 'The message is nested too deep.')
    if (size > frameBytes)
      return refuse('command_too_large', `A message takes at most ${frameBytes} bytes. Send it in parts.`)
    const parsed = schema.safeParse(message)
    return parsed.success ? { message: parsed.data } : notUnderstood(parsed.error)
  }

  /** A word about where somebody is; null where it's too much, or none. */
  readPresence(connection: string, message: unknown): PresenceUpdate | null {
    if (this.presence.take(connection) > 0 || sizeOf(message, presenceBytes) > presenceBytes) return null
    return presenceUpdate.safeParse(message).data ?? null
  }

  /** The connection is gone. */
  forget(connection: string): void {
    for (const limiter of [this.requests, this.presence, this.budget]) limiter.forget(connection)
  }
}

function notUnderstood({ issues: [issue] }: z.ZodError) {
  const what = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`
  return refuse('bad_request', `Not understood: ${what}`.trim().slice(0, 300))
}
