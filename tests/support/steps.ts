import type { Node } from '@tiptap/pm/model'
import type { Step } from '@tiptap/pm/transform'
import { readStep, type StepJSON } from '@/lib/document/steps'

/** A step, as a list; an empty one where it can't be read. */
export function readable(json: StepJSON, doc: Node): Step[] {
  try {
    return [readStep(json, doc.content.size)]
  } catch {
    return []
  }
}
