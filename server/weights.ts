import type { Document } from '@/lib/document/document'

/**
 * About how many bytes a document takes in memory: nodes, texts, and its writer. Measured on prose; what counts is that a long
 * one weighs as much as many short ones.
 */
export function weightOf({ doc }: Document): number {
  return 10_000 + doc.nodeSize * 8
}

/** What weighs how much, and all together. */
export class Weights {
  private readonly each = new Map<string, number>()
  private sum = 0

  get total(): number {
    return this.sum
  }

  put(key: string, weight: number): void {
    this.drop(key)
    this.each.set(key, weight)
    this.sum += weight
  }

  drop(key: string): void {
    this.sum -= this.each.get(key) ?? 0
    this.each.delete(key)
  }
}
