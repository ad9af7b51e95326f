import { words } from '@/app/_words'
import { wordLists } from './word-lists'

/**
 * HTML of other programs as their writers meant it: Word's lists as lists, Google Docs' wrapper and empty lines, pictures as a
 * word about them. What a document may hold is decided by its schema afterwards.
 */
export function cleanHTML(html: string): string {
  // Our own clipboard says by itself what it means.
  if (html.includes('data-pm-slice')) return html
  const parsed = new DOMParser().parseFromString(withoutConditions(html), 'text/html')
  const { body } = parsed
  for (const wrapper of body.querySelectorAll('[id^=docs-internal-guid]')) wrapper.replaceWith(...wrapper.childNodes)
  for (const noise of body.querySelectorAll('br.Apple-interchange-newline, style, script, title, meta, link'))
    noise.remove()
  for (const element of body.querySelectorAll('*'))
    if (element.localName.includes(':')) element.replaceWith(...element.childNodes)
  pictures(body)
  wordLists(body)
  wordHeadings(body)
  emptyLines(body)
  checklists(body)
  // A link is underlined by itself.
  for (const inside of body.querySelectorAll<HTMLElement>('a[href] [style], a[href][style]'))
    inside.style.textDecoration = ''
  for (const element of body.querySelectorAll('[dir=ltr], [lang]')) {
    if (element.getAttribute('dir') === 'ltr') element.removeAttribute('dir')
    element.removeAttribute('lang')
  }
  return body.innerHTML
}

/** Word writes twice what older programs should see otherwise. */
function withoutConditions(html: string): string {
  return html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, '').replace(/<!\[(?:if[^\]]*|endif)\]>/gi, '')
}

function wordHeadings(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll('p.MsoTitle')) {
    const heading = document.createElement('h1')
    heading.append(...paragraph.childNodes)
    paragraph.replaceWith(heading)
  }
  // An empty paragraph of Word holds a blank that nobody typed.
  for (const paragraph of body.querySelectorAll('p[class^=Mso]'))
    if (/^[\s\u00a0]*$/.test(paragraph.textContent)) paragraph.replaceChildren()
}

/** A break between blocks is an empty line. */
function emptyLines(body: HTMLElement): void {
  for (const line of body.querySelectorAll(':scope > br')) {
    const isBetween = [line.previousElementSibling, line.nextElementSibling].every(
      next => !next || /^(P|H\d|UL|OL|TABLE|BLOCKQUOTE|PRE|DIV|BR|HR)$/.test(next.tagName),
    )
    if (isBetween) line.replaceWith(document.createElement('p'))
  }
}

/** Items that are boxes to tick, as Google Docs and others write them. */
function checklists(body: HTMLElement): void {
  for (const item of body.querySelectorAll('li')) {
    const box = item.querySelector<HTMLInputElement>(
      ':scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]',
    )
    if (!box && item.getAttribute('role') !== 'checkbox') continue
    item.dataset.type = 'taskItem'
    item.dataset.checked = String(box ? box.hasAttribute('checked') : item.getAttribute('aria-checked') === 'true')
    box?.remove()
    if (item.parentElement) item.parentElement.dataset.type = 'taskList'
  }
}

/** Until documents hold pictures, their place and what they show stay as text. */
function pictures(body: HTMLElement): void {
  for (const picture of body.querySelectorAll('img')) {
    const isSeen = !['0', '1'].includes(picture.getAttribute('width') ?? '')
    // Google Docs draws its boxes.
    const isBox = picture.getAttribute('aria-roledescription') === 'checkbox'
    picture.replaceWith(isSeen && !isBox ? words.paste.image(picture.getAttribute('alt')?.trim() ?? '') : '')
  }
}
