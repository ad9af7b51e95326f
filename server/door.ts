import type { z } from 'zod'
import { type Refusal, refuse } from '@/lib/document/refusal'
import { type PresenceUpdate, presenceUpdate } from '@/lib/protocol/socket'
import type { Budget, Pay, Worker } from './budget'
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

  /**
   * @param from a connection and its author
   * @returns the message, and what its work is paid from; or why it isn't looked at any further
   */
  read<S extends z.ZodType>(
    from: Required<Worker>,
    message: unknown,
    schema: S,
  ): { message: z.output<S>; pay: Pay } | { refusal: Refusal } {
    const retryInMs = this.requests.take(from.connection) || this.budget.take(from, 0)
    if (retryInMs > 0) return refuse('rate_limited', 'Too much at once. Go on in a moment.', { retryInMs })
    const read = this.understood(message, schema)
    return 'message' in read ? { ...read, pay: this.budget.payFor(from) } : read
  }

  private understood<S extends z.ZodType>(message: unknown, schema: S) {
    const { frameBytes, jsonDepth } = this.limits
    if (!withinDepth(message, jsonDepth)) return refuse('bad_request', 'The message is nested too deep.')
    if (sizeOf(message, frameBytes) > frameBytes)
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
