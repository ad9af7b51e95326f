import { DOMSerializer, type Slice } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'

const serializer = DOMSerializer.fromSchema(schema)

/** What goes, as it looked, for the place where it stood: letters among letters, items in their list, rows in their table. */
export function drawnGone({ content, openStart }: Slice): HTMLElement {
  const first = content.firstChild
  // Of a block that goes on, only the text goes.
  const isText = openStart > 0 && content.childCount === 1 && first?.inlineContent === true
  const gone = made('del', isText || first?.isInline ? 'went' : 'went went-block')
  const [within, around] = houses[first?.type.name ?? ''] ?? [[], []]
  innermost(gone, within).append(serializer.serializeFragment(isText ? first.content : content))
  for (const box of gone.querySelectorAll('input')) {
    box.disabled = true
    box.ariaLabel = box.closest('li')?.textContent || '–'
  }
  if (around.length === 0) return gone
  const house = made(around[0]!, 'went-house')
  innermost(house, around.slice(1)).append(gone)
  return house
}

/** What may not stand alone: in what it stands inside of what's struck through, and what that stands in. */
const houses: Record<string, [within: string[], around: string[]]> = {
  listItem: [['ul'], ['li']],
  taskItem: [['ul.tasks'], ['li']],
  tableRow: [
    ['table', 'tbody'],
    ['tr', 'td'],
  ],
  tableHeader: [['table', 'tbody', 'tr'], ['td']],
  tableCell: [['table', 'tbody', 'tr'], ['td']],
}

function innermost(element: HTMLElement, names: readonly string[]): HTMLElement {
  return names.reduce((outer, name) => outer.appendChild(made(name, '')), element)
}

/** @param name of an element; `ul.tasks` is a list of tasks */
function made(name: string, className: string): HTMLElement {
  const element = document.createElement(name.split('.')[0]!)
  if (className) element.className = className
  if (name === 'ul.tasks') element.dataset.type = 'taskList'
  if (name === 'td') element.setAttribute('colspan', '100')
  return element
}
