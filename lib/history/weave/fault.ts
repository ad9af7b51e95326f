/** What stands in place of a weave that can't be read: bytes that are missing, too many, or say what can't be. */
export class WeaveFault extends RangeError {
  constructor(what: string, options?: ErrorOptions) {
    super(`This is no weave: ${what}`, options)
    this.name = 'WeaveFault'
  }
}

/** The first byte of a weave. Another number is another layout. */
export const weaveVersion = 1

/** The version, and a checksum of what follows it. */
export const envelopeSize = 5
