import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'
import { words } from '@/app/_words'

/**
 * A task with its box, in the shape of the schema's own HTML. Ticking sets one attribute and nothing else: Tiptap's view
 * replaces all of them, and so takes back what somebody else has just set.
 */
export class TaskItemView implements NodeView {
  readonly dom = document.createElement('li')
  readonly contentDOM = document.createElement('div')
  private readonly box = document.createElement('input')

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: () => number | undefined,
  ) {
    const label = document.createElement('label')
    label.contentEditable = 'false'
    this.dom.dataset.type = 'taskItem'
    this.box.type = 'checkbox'
    // The caret stays where it is.
    this.box.addEventListener('mousedown', event => event.preventDefault())
    this.box.addEventListener('change', () => this.toggle())
    label.append(this.box)
    this.dom.append(label, this.contentDOM)
    this.show()
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.show()
    return true
  }

  ignoreMutation(mutation: { type: string; target: globalThis.Node }): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target)
  }

  stopEvent(event: Event): boolean {
    return event.target === this.box
  }

  private show(): void {
    const checked = this.node.attrs.checked === true
    this.box.checked = checked
    this.dom.dataset.checked = String(checked)
    this.box.setAttribute('aria-label', words.editor.task(checked, this.node.firstChild?.textContent ?? ''))
  }

  private toggle(): void {
    const position = this.getPos()
    const checked = this.box.checked
    this.show()
    if (!this.view.editable || position === undefined) return
    this.view.dispatch(this.view.state.tr.setNodeAttribute(position, 'checked', checked))
  }
}
