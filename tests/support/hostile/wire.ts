import { randomUUID } from 'node:crypto'
import { schemaVersion } from '@/lib/document/schema'

/** JSON text in which what JSON can't say stands as `1e999`, which parsers read as Infinity. */
export function wireJSON(value: unknown): string {
  const text = JSON.stringify(value, (_, inner) => (inner === Number.POSITIVE_INFINITY ? '\u0001Infinity' : inner))
  return text.replaceAll('"\\u0001Infinity"', '1e999')
}

/** An edit that is all in order but for what's given. */
export function edit(documentId: string, steps: unknown, more: object = {}) {
  return { documentId, baseRevision: 1, schemaVersion, commandId: randomUUID(), type: 'EditContent', steps, ...more }
}

export const insertText = (text: string, at = 1) => ({
  stepType: 'replace',
  from: at,
  to: at,
  slice: { content: [{ type: 'text', text }] },
})
