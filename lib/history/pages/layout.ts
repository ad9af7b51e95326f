/** The first byte of a page. Another number is another layout. */
export const pageVersion = 1

/** `Content-Type` of a page. */
export const pageMediaType = 'application/vnd.everdraft.page'

/** Revisions of a page, at most. */
export const mostEvents = 1_000

/**
 * Bytes of its events as JSON, at most, but for one event that is larger and comes alone. Packed they are never more than
 * some bytes an event above that: so a page is of 1 MiB at most.
 */
export const mostBytes = 1_000_000

/** Steps of a page, at most. */
export const mostSteps = 1_000_000

/** A page's envelope: the version, and a checksum of what follows it. */
export const envelopeSize = 5
