/** What a document and a command may measure. The defaults are the protocol's; a server may be set to others. */
export type Limits = {
  /** Steps in one command. */
  steps: number
  /** Depth of nested nodes, the document's own node not counted. */
  nodeDepth: number
  /** UTF-16 units of text and structure in a document (ProseMirror's content size). */
  characters: number
  /** Nodes in a document, text nodes included. */
  nodes: number
}

export const defaultLimits: Limits = { steps: 500, nodeDepth: 32, characters: 1_000_000, nodes: 100_000 }
