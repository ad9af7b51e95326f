import { getSchema } from '@tiptap/core'
import type { Node, Schema } from '@tiptap/pm/model'
import { documentExtensions } from './extensions'

/**
 * Version of everything the log holds: content schema, event types and their `data`. A change of any of them raises
 * it, together with an upcaster and a golden log of the form before (tests/unit/schema-version.test.ts insists).
 */
export const schemaVersion = 1

/** The one content schema, the same in browser and server. */
export const schema: Schema = getSchema(documentExtensions())

/** ProseMirror's JSON of a node; validated by `Node.fromJSON` and `check()`, never by its shape alone. */
export type NodeJSON = {
  type: string
  attrs?: Record<string, unknown>
  content?: NodeJSON[]
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  text?: string
}

/** A new document without content: one empty paragraph. */
export function emptyDoc(): Node {
  return schema.node('doc', null, [schema.node('paragraph')])
}

/**
 * Canonical form of a document: `JSON.stringify` of its JSON with sorted keys. Two replicas hold the same document
 * exactly when these strings are equal.
 */
export function canonicalJSON(doc: Node): string {
  return JSON.stringify(sorted(doc.toJSON()))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted((value as Record<string, unknown>)[key])]),
  )
}
