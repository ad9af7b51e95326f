import type { Form } from './forms'
import { none } from './tokens'
import type { Touch, Weave } from './weave'

/** What of a token is another than before; null where it wasn't there, or isn't any more. `revision` made it so. */
export type Change = {
  of: 'mark' | 'attribute' | 'type'
  name: string
  before: unknown
  after: unknown
  revision: number
}

type Difference = Omit<Change, 'revision'>

/** What makes the one form of the other. */
export function differences(before: Form, after: Form): Difference[] {
  if (before === after || !before.type || !after.type) return []
  const found: Difference[] = []
  const put = (of: Difference['of'], name: string, before: unknown, after: unknown) => {
    if (JSON.stringify(before) !== JSON.stringify(after)) found.push({ of, name, before, after })
  }
  put('type', 'type', before.type.name, after.type.name)
  for (const name of Object.keys({ ...before.attrs, ...after.attrs }))
    put('attribute', name, before.attrs[name] ?? null, after.attrs[name] ?? null)
  const [one, other] = [before, after].map(form => new Map(form.marks.map(mark => [mark.type.name, mark.attrs])))
  for (const name of new Set([...one!.keys(), ...other!.keys()]))
    put('mark', name, one!.get(name) ?? null, other!.get(name) ?? null)
  return found
}

const blockSize = 256

/** Finds which revision it was that changed a token's form, among those after one, up to another. */
export class Touched {
  /** The touches of each so many tokens, by the first one's number over that. */
  private blocks: Map<number, Touch[]> | null = null

  constructor(
    private readonly weave: Weave,
    private readonly after: number,
    private readonly upTo: number,
  ) {}

  /**
   * What's different of a token that goes on in another one or in itself, each with the last revision that did it.
   * @param before the token as it was, and its form then
   */
  changes(before: number, formBefore: number, id: number, form: number): Change[] {
    const { tokens, forms } = this.weave
    return differences(forms.list[formBefore]!, forms.list[form]!).map(difference => {
      let by: Touch | undefined
      for (let at = id; at !== none && !by; at = at === before ? none : tokens.origin[at]!)
        by = this.last(at, difference)
      // What no touch did came with the token: it was replaced, moved or brought back.
      return { ...difference, revision: by?.revision ?? tokens.birth[id]! }
    })
  }

  private last(id: number, { of, name }: Difference): Touch | undefined {
    const { list } = this.weave.forms
    return this.of(id).findLast(
      ({ first, count, before, after }) =>
        id >= first &&
        id < first + count &&
        differences(list[before]!, list[after]!).some(other => other.of === of && other.name === name),
    )
  }

  private of(id: number): Touch[] {
    this.blocks ??= this.index()
    return this.blocks.get(Math.floor(id / blockSize)) ?? []
  }

  private index(): Map<number, Touch[]> {
    const blocks = new Map<number, Touch[]>()
    for (const touch of this.weave.touchesBetween(this.after, this.upTo)) {
      const last = Math.floor((touch.first + touch.count - 1) / blockSize)
      for (let block = Math.floor(touch.first / blockSize); block <= last; block++) {
        const touches = blocks.get(block)
        if (touches) touches.push(touch)
        else blocks.set(block, [touch])
      }
    }
    return blocks
  }
}
