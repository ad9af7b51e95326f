import { lift, setBlockType, splitBlock, toggleMark, wrapIn } from '@tiptap/pm/commands'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list'
import { type Command, EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { addColumnAfter, addRowAfter, deleteRow } from '@tiptap/pm/tables'
import type { Transform } from '@tiptap/pm/transform'
import { checkWhole } from '@/lib/document/check'
import { defaultLimits } from '@/lib/document/limits'
import { MoveStep } from '@/lib/document/move'
import { schema } from '@/lib/document/schema'
import type { Random } from './random'

/** An edit that a restless writer might make at the selection; null where it isn't possible there. */
export type Habit = (state: EditorState, random: Random) => Transaction | null

const { nodes, marks } = schema

/** What a command of the editor would dispatch. */
const by =
  (command: (random: Random) => Command): Habit =>
  (state, random) => {
    let made: Transaction | null = null
    command(random)(state, tr => {
      made = tr
    })
    return made
  }

const typeText: Habit = (state, random) =>
  state.selection.$from.parent.isTextblock ? state.tr.insertText(random.text(3)) : null

const erase: Habit = ({ selection, tr }, random) =>
  selection.empty
    ? tr.delete(Math.max(1, selection.from - random.below(4)), Math.max(1, selection.from))
    : tr.deleteSelection()

const joinBlocks: Habit = state => {
  const { $from } = state.selection
  const before = $from.depth > 0 ? $from.before() : 0
  const joinable = before > 0 && state.doc.resolve(before).nodeBefore?.isTextblock && $from.parent.isTextblock
  return joinable ? state.tr.join(before) : null
}

const setAttribute: Habit = (state, random) => {
  const { $from } = state.selection
  if ($from.depth === 0 || !('dir' in $from.parent.attrs)) return null
  return state.tr.setNodeAttribute($from.before(), 'dir', random.pick(['rtl', 'ltr', null]))
}

const insertTable: Habit = state => {
  const cell = () => nodes.tableCell!.createAndFill()!
  const row = () => nodes.tableRow!.create(null, [cell(), cell()])
  return state.tr.replaceSelectionWith(nodes.table!.create(null, [row(), row()]))
}

const insertLeaf: Habit = (state, random) =>
  state.tr.replaceSelectionWith(nodes[random.pick(['horizontalRule', 'hardBreak'])]!.create())

const moveBlock: Habit = ({ doc, tr }, random) => {
  const index = random.below(doc.childCount)
  const node = doc.child(index)
  let start = 0
  for (let i = 0; i < index; i++) start += doc.child(i).nodeSize
  const target = random.chance(0.5) ? 0 : doc.content.size
  const move = random.chance(0.7) ? MoveStep.to(doc, start, start + node.nodeSize, target) : null
  if (move) return tr.step(move)
  tr.insert(target, node)
  const at = tr.mapping.map(start)
  return tr.replace(at, at + node.nodeSize, new Slice(Fragment.empty, 0, 0))
}

export const habits: readonly Habit[] = [
  typeText,
  typeText,
  erase,
  erase,
  by(() => splitBlock),
  by(random => toggleMark(marks[random.pick(['bold', 'italic', 'underline', 'code', 'strike', 'highlight'])]!)),
  by(random => toggleMark(marks.link!, { href: `https://example.org/${random.below(2)}` })),
  by(random => setBlockType(nodes.heading!, { level: 1 + random.below(3) })),
  by(random => setBlockType(nodes[random.pick(['paragraph', 'paragraph', 'codeBlock'])]!)),
  by(() => wrapIn(nodes.blockquote!)),
  by(random => wrapInList(nodes[random.pick(['bulletList', 'orderedList', 'taskList'])]!)),
  by(() => splitListItem(nodes.listItem!)),
  by(() => sinkListItem(nodes.listItem!)),
  by(() => liftListItem(nodes.listItem!)),
  by(() => lift),
  joinBlocks,
  setAttribute,
  insertTable,
  insertLeaf,
  by(() => addRowAfter),
  by(() => addColumnAfter),
  by(() => deleteRow),
  moveBlock,
]

/** A caret or a selection somewhere. */
export function jump(doc: Node, random: Random): TextSelection {
  const anchor = betweenLetters(doc, random.below(doc.content.size + 1))
  const head = random.chance(0.4) ? betweenLetters(doc, Math.min(doc.content.size, anchor + random.below(12))) : anchor
  return TextSelection.between(doc.resolve(anchor), doc.resolve(head)) as TextSelection
}

// No browser puts the caret into the middle of a letter of two units.
function betweenLetters(doc: Node, position: number): number {
  const { parent, parentOffset } = doc.resolve(position)
  if (!parent.isTextblock) return position
  const around = parent.textBetween(
    Math.max(0, parentOffset - 1),
    Math.min(parent.content.size, parentOffset + 1),
    '',
    ' ',
  )
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(around) ? position - 1 : position
}

/** Random commands now and then make what an editor's own checks would prevent; a real one never sends it. */
export function isValid(tr: Transform, check: (doc: Node) => void = doc => doc.check()): boolean {
  try {
    check(tr.doc)
    return true
  } catch {
    return false
  }
}

/** Random edits of a document that a server would take, all in one transform. */
export function randomEdits(doc: Node, random: Random, count: number): Transform {
  let state = EditorState.create({ doc })
  const all = state.tr
  for (let i = 0; i < count; i++) {
    state = state.apply(state.tr.setSelection(jump(state.doc, random)))
    const tr = random.pick(habits)(state, random)
    if (!tr?.docChanged || !isValid(tr, doc => checkWhole(doc, defaultLimits))) continue
    for (const step of tr.steps) all.step(step)
    state = state.apply(tr)
  }
  return all
}
