import { type DOMOutputSpec, DOMSerializer, type Node } from '@tiptap/pm/model'

type Attrs = Node['attrs']
const hole = 0 as const

/** Attributes that have a value. */
const given = (values: Attrs): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, String(value)]],
    ),
  )
const language = ({ dir, lang }: Attrs) => given({ dir, lang })
const only = (value: unknown, usual: unknown) => (value === usual ? null : value)
const cell = ({ colspan, rowspan, align }: Attrs) => ({
  ...given({ colspan: only(colspan, 1), rowspan: only(rowspan, 1) }),
  ...(align && { style: `text-align: ${align}` }),
})

/** How a film draws a document: as the editor does, but for what only an editor needs. */
const serializer = new DOMSerializer(
  {
    text: node => node.text as unknown as DOMOutputSpec,
    paragraph: ({ attrs }) => ['p', language(attrs), hole],
    heading: ({ attrs }) => [`h${attrs.level}`, language(attrs), hole],
    blockquote: ({ attrs }) => ['blockquote', language(attrs), hole],
    codeBlock: ({ attrs }) => ['pre', language(attrs), ['code', hole]],
    bulletList: ({ attrs }) => ['ul', language(attrs), hole],
    orderedList: ({ attrs }) => [
      'ol',
      { ...language(attrs), ...given({ start: only(attrs.start, 1), type: attrs.type }) },
      hole,
    ],
    listItem: () => ['li', hole],
    taskList: ({ attrs }) => ['ul', { 'data-type': 'taskList', ...language(attrs) }, hole],
    taskItem: ({ attrs }) => [
      'li',
      { 'data-type': 'taskItem', 'data-checked': String(attrs.checked) },
      [
        'label',
        ['input', { type: 'checkbox', disabled: '', 'aria-label': '☐', ...(attrs.checked && { checked: '' }) }],
      ],
      ['div', hole],
    ],
    table: ({ attrs }) => ['div', { class: 'tableWrapper' }, ['table', language(attrs), ['tbody', hole]]],
    tableRow: () => ['tr', hole],
    tableHeader: ({ attrs }) => ['th', cell(attrs), hole],
    tableCell: ({ attrs }) => ['td', cell(attrs), hole],
    horizontalRule: () => ['hr'],
    hardBreak: () => ['br'],
  },
  {
    bold: () => ['strong', hole],
    italic: () => ['em', hole],
    underline: () => ['u', hole],
    strike: () => ['s', hole],
    code: () => ['code', hole],
    highlight: () => ['mark', hole],
    link: ({ attrs }) => [
      'a',
      { ...given({ href: attrs.href, title: attrs.title }), target: '_blank', rel: 'noopener noreferrer nofollow ugc' },
      hole,
    ],
  },
)

/** A document on the page. From one revision to the next only the blocks that differ are drawn again. */
export class Drawing {
  private shown: readonly Node[] = []

  constructor(
    private readonly place: HTMLElement,
    private readonly document: Document = globalThis.document,
  ) {}

  /** @returns the elements that were drawn anew */
  show(doc: Node): HTMLElement[] {
    const [before, after] = [this.shown, doc.children]
    let start = 0
    while (start < before.length && before[start] === after[start]) start++
    let end = 0
    const rest = Math.min(before.length, after.length) - start
    while (end < rest && before.at(-1 - end) === after.at(-1 - end)) end++
    const { place, document } = this
    for (let i = before.length - end - 1; i >= start; i--) place.children[i]!.remove()
    const next = place.children[start] ?? null
    const fresh = after.slice(start, after.length - end).map(block => {
      const element = serializer.serializeNode(block, { document }) as HTMLElement
      place.insertBefore(element, next)
      return element
    })
    this.shown = after
    return fresh
  }
}
