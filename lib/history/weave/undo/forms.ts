import { differences } from '../changes'
import type { Forms } from '../forms'
import { none } from '../tokens'
import type { Touch, Weave } from '../weave'

/** The form of each token, by number; and of which ones others changed again what some revisions had changed. */
export type FormsWithout = { forms: Int32Array; contested: { first: number; count: number; revisions: number[] }[] }

/** Which forms tokens would have if some revisions hadn't touched them: what the others changed of them, one after the other. */
export function formsWithout(weave: Weave, isUndone: (revision: number) => boolean): FormsWithout {
  const { tokens } = weave
  const forms = weave.formsAt(0).slice(0, tokens.count)
  const contested: FormsWithout['contested'] = []
  let done = 0
  /** What was moved is born as it was, but for what its mover gave it. */
  const carried = (from: number) => {
    const move = { before: tokens.form[from]!, after: forms[done]! }
    return isUndone(tokens.birth[done]!) ? forms[from]! : touched(weave.forms, forms[from]!, move)
  }
  const follow = (to: number, others: readonly Touch[]) => {
    // Where many tokens are of one form, they become one form.
    const known = new Map<number, number>()
    for (; done < to; done++) {
      const from = tokens.movedFrom(done)
      const start = from === none ? forms[done]! : carried(from)
      const end = known.get(start) ?? others.reduce((form, touch) => touched(weave.forms, form, touch), start)
      known.set(start, end)
      forms[done] = end
    }
  }
  for (const { first, to, touches } of stretches(weave)) {
    follow(first, [])
    const others = touches.filter(({ revision }) => !isUndone(revision))
    const revisions = contests(weave.forms, touches, isUndone)
    if (revisions.length > 0) contested.push({ first, count: to - first, revisions })
    follow(to, others)
  }
  follow(tokens.count, [])
  return { forms, contested }
}

/** Stretches of tokens, by number, that were touched together at all times. */
function* stretches({ touches }: Weave): Generator<{ first: number; to: number; touches: Touch[] }> {
  const bounds = [...new Set(touches.flatMap(({ first, count }) => [first, first + count]))].sort((a, b) => a - b)
  const begins = touches.map((_, i) => i).sort((i, j) => touches[i]!.first - touches[j]!.first)
  let active = new Set<number>()
  let next = 0
  for (const [i, first] of bounds.entries()) {
    while (next < begins.length && touches[begins[next]!]!.first <= first) active.add(begins[next++]!)
    active = new Set([...active].filter(i => touches[i]!.first + touches[i]!.count > first))
    const to = bounds[i + 1] ?? first
    const here = [...active].sort((i, j) => i - j).map(i => touches[i]!)
    if (here.length > 0) yield { first, to, touches: here }
  }
}

/** A form to which happens what happened to another one. */
function touched(forms: Forms, form: number, { before, after }: Pick<Touch, 'before' | 'after'>): number {
  if (form === before) return after
  const [one, other] = [forms.list[before]!, forms.list[after]!]
  let { marks } = forms.list[form]!
  for (const mark of one.marks) if (!mark.isInSet(other.marks)) marks = mark.removeFromSet(marks)
  for (const mark of other.marks) if (!mark.isInSet(one.marks)) marks = mark.addToSet(marks)
  let result = forms.marked(form, marks)
  for (const { of, name, after } of differences(one, other))
    if (of === 'attribute') result = forms.withAttribute(result, name, after)
  return result
}

/** The others' revisions that changed what one of these had changed before. */
function contests(forms: Forms, touches: readonly Touch[], isUndone: (revision: number) => boolean): number[] {
  const changed = new Set<string>()
  const revisions = new Set<number>()
  for (const { revision, before, after } of touches)
    for (const { of, name } of differences(forms.list[before]!, forms.list[after]!)) {
      if (isUndone(revision)) changed.add(`${of} ${name}`)
      else if (changed.has(`${of} ${name}`)) revisions.add(revision)
    }
  return [...revisions]
}
