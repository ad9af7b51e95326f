/** The death of what is still there. */
export const never = 0x7fffffff

/** No token: the origin of what came from nowhere. */
export const none = -1

/**
 * Every token that ever was. A token is one position of a document: a UTF-16 unit of text, the opening or the closing of a
 * node, or a leaf. Tokens are numbered as they came; that number is what a token is, wherever it stands.
 */
export class Tokens {
  count = 0
  /** The unit of text; 0 of all that isn't text. */
  unit = new Uint16Array(1_024)
  /** What it is besides, as it is now (`Forms`): its marks, or its node's type and attributes. */
  form = new Int32Array(1_024)
  /** The revision that brought it. Grows with the number. */
  birth = new Int32Array(1_024)
  /** The revision that took it. */
  death = new Int32Array(1_024)
  /** The token that it goes on from: what was moved, or restored. An earlier one. */
  origin = new Int32Array(1_024)

  add(unit: number, form: number, birth: number): number {
    const id = this.count
    if (id === this.unit.length) this.grow()
    this.unit[id] = unit
    this.form[id] = form
    this.birth[id] = birth
    this.death[id] = never
    this.origin[id] = none
    this.count++
    return id
  }

  isAt(id: number, revision: number): boolean {
    return this.birth[id]! <= revision && revision < this.death[id]!
  }

  /** The token that it was moved from, as opposed to brought back from; `none` where it wasn't. */
  movedFrom(id: number): number {
    const origin = this.origin[id]!
    return origin !== none && this.death[origin] === this.birth[id] ? origin : none
  }

  /** Where its moves began. */
  home(id: number): number {
    for (let from = this.movedFrom(id); from !== none; from = this.movedFrom(id)) id = from
    return id
  }

  /** The token that was written: before all moves and returns. */
  root(id: number): number {
    for (let from = this.origin[id]!; from !== none; from = this.origin[id]!) id = from
    return id
  }

  private grow(): void {
    const size = this.unit.length * 2
    this.unit = enlarged(this.unit, new Uint16Array(size))
    this.form = enlarged(this.form, new Int32Array(size))
    this.birth = enlarged(this.birth, new Int32Array(size))
    this.death = enlarged(this.death, new Int32Array(size))
    this.origin = enlarged(this.origin, new Int32Array(size))
  }
}

/** A larger array that begins with a smaller one. */
export function enlarged<A extends Uint16Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from)
  return to
}
