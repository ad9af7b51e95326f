import type { Transaction } from '@tiptap/pm/state'

/** Begins something that's undone by itself, and not together with what was typed just before. */
export function isolate({ tr }: { tr: Transaction }): boolean {
  tr.setMeta('apart', true)
  return true
}
