/** Why a command isn't taken. A closed list, each one something that a client can act on (docs/protocol.md). */
export const refusalCodes = [
  'bad_request',
  'not_signed_in',
  'not_found',
  'forbidden',
  'invalid_steps',
  'future_revision',
  'too_far_behind',
  'document_too_large',
  'command_too_large',
  'rate_limited',
  'busy',
  'client_too_old',
  'internal',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** A refusal is a value, not an exception: conflicts and mistakes of clients are normal life. */
export type Refusal = {
  code: RefusalCode
  message: string
  retryInMs?: number
  schemaVersion?: number
  id?: string
  /** Of a document whose log is damaged: the first revision that can't be read. */
  damagedFrom?: number
}

export function refuse(
  code: RefusalCode,
  message: string,
  more: Omit<Refusal, 'code' | 'message'> = {},
): { refusal: Refusal } {
  return { refusal: { code, message, ...more } }
}
