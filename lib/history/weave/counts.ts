/** How many there are in each of a row of places, so that the n-th is found in a few steps (a Fenwick tree). */
export class Counts {
  private readonly tree: Int32Array
  private readonly top: number
  total = 0

  constructor(values: readonly number[]) {
    this.tree = new Int32Array(values.length + 1)
    this.top = 2 ** Math.floor(Math.log2(Math.max(1, values.length)))
    for (const [i, value] of values.entries()) if (value > 0) this.add(i, value)
  }

  add(place: number, more: number): void {
    this.total += more
    for (let i = place + 1; i < this.tree.length; i += i & -i) this.tree[i]! += more
  }

  /** How many there are in all places before one. */
  before(place: number): number {
    let sum = 0
    for (let i = place; i > 0; i -= i & -i) sum += this.tree[i]!
    return sum
  }

  /** The place of the n-th, counted from 0, and how many stand before it in that place. */
  find(n: number): { place: number; before: number } {
    let [at, before] = [0, n]
    for (let step = this.top; step > 0; step >>= 1) {
      const next = at + step
      if (next < this.tree.length && this.tree[next]! <= before) {
        at = next
        before -= this.tree[next]!
      }
    }
    return { place: at, before }
  }
}
