/**
 * Word puts items of lists on the clipboard as paragraphs whose style says list and level, with the bullet or number as text.
 * Makes lists of them.
 */
export function wordLists(root: ParentNode): void {
  // Open lists, the outermost first.
  let open: { list: HTMLElement; level: number; id: string }[] = []
  let last: Element | null = null
  for (const paragraph of root.querySelectorAll<HTMLElement>('p, h1, h2, h3, h4, h5, h6')) {
    const [, id = '', depth] = /mso-list:\s*(l\d+)\s+level(\d+)/i.exec(paragraph.getAttribute('style') ?? '') ?? []
    if (!depth) continue
    const level = Number(depth)
    if (last === null || beforeElement(paragraph) !== last) open = []
    while (open.length > 0 && (open.at(-1)!.level > level || (open.at(-1)!.level === level && open.at(-1)!.id !== id)))
      open.pop()
    const number = takeMarker(paragraph)
    const item = document.createElement('li')
    if (open.at(-1)?.level !== level) {
      const list = document.createElement(number === null ? 'ul' : 'ol')
      if (number !== null && number > 1) list.setAttribute('start', String(number))
      const parent = open.at(-1)?.list.lastElementChild
      if (parent) parent.append(list)
      else paragraph.before(list)
      open.push({ list, level, id })
    }
    open.at(-1)!.list.append(item)
    const text = document.createElement('p')
    text.append(...paragraph.childNodes)
    item.append(text)
    paragraph.remove()
    last = open[0]!.list
  }
}

/** What stands before it, blank text aside. */
const beforeElement = (element: Element) => element.previousElementSibling

/** Takes the bullet or number out. @returns the number; null: a bullet */
function takeMarker(paragraph: HTMLElement): number | null {
  const spans = [...paragraph.querySelectorAll<HTMLElement>('span')]
  const marker = spans.find(span => /mso-list:\s*Ignore/i.test(span.getAttribute('style') ?? ''))
  const text = (marker?.textContent ?? '').replace(/[\s\u00a0]/g, '')
  // What's around it is there for it alone.
  let outer = marker
  while (
    outer?.parentElement &&
    outer.parentElement !== paragraph &&
    outer.parentElement.textContent === outer.textContent
  )
    outer = outer.parentElement
  outer?.remove()
  const [, digits, letter] = /^\(?(?:(\d+)|([a-z]|[ivxl]+))[.)]$/i.exec(text) ?? []
  return digits ? Number(digits) : letter ? 1 : null
}
