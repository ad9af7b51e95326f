import type { Author } from '@/lib/protocol/people'
import { speeds } from '../playback'
import type { FilmData } from './data'

/** What can be done at a film. */
export type Controls = {
  toggle: () => void
  seek: (revision: number) => void
  step: (by: number) => void
  /** 0: so that it takes a minute. */
  speed: (speed: number) => void
  faster: (by: 1 | -1) => void
}

type Shown = {
  revision: number
  title: string
  recordedAt: string
  author: Author | undefined
  /** What was just written. */
  fresh: readonly HTMLElement[]
}

const filled = (text: string, values: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** The page of a film: its title, the document, and what one plays it with. */
export class Screen {
  readonly page = made('article', { class: 'prose', dir: 'auto', tabindex: '0' })
  private readonly title = made('h1', { dir: 'auto' })
  private readonly button: HTMLElement
  private readonly bar: HTMLInputElement
  private readonly who = made('p', { class: 'who' })
  private readonly choice: HTMLSelectElement
  private fresh: readonly HTMLElement[] = []

  constructor(private readonly data: FilmData) {
    const { from, to, words } = data
    this.button = made('button', { type: 'button', title: words.keys }, words.play)
    const range = { type: 'range', class: 'bar', min: String(from), max: String(to), step: '1', value: String(from) }
    this.bar = made('input', { ...range, 'aria-label': words.slider }) as HTMLInputElement
    this.choice = made('select', { 'aria-label': words.speed }) as HTMLSelectElement
    for (const speed of [0, ...speeds])
      this.choice.append(made('option', { value: String(speed) }, speed === 0 ? words.fitted : `${speed}×`))
    this.page.ariaLabel = words.untitled
    const [header, main, footer, row] = [made('header'), made('main'), made('footer'), made('div')]
    header.append(this.title)
    main.append(this.page)
    row.append(this.bar, this.button, this.who, this.choice)
    footer.append(row)
    document.body.append(header, main, footer)
  }

  set playing(playing: boolean) {
    this.button.textContent = playing ? this.data.words.pause : this.data.words.play
  }

  set speed(speed: number) {
    this.choice.value = String(speed)
  }

  show({ revision, title, recordedAt, author, fresh }: Shown): void {
    const { words, to } = this.data
    const name = author?.name ?? words.somebody
    const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(recordedAt),
    )
    const number = (value: number) => value.toLocaleString()
    const position = filled(words.position, { revision: number(revision), head: number(to), who: name, when })
    this.title.textContent = title || words.untitled
    document.title = title || words.untitled
    this.bar.value = String(revision)
    this.bar.setAttribute('aria-valuetext', position)
    this.who.textContent = position
    document.body.dataset.color = author?.color ?? ''
    for (const element of this.fresh) element.classList.remove('fresh')
    for (const element of fresh) element.classList.add('fresh')
    this.fresh = fresh
  }

  /** Brings into sight what was just written. */
  follow(element: HTMLElement, isStill: boolean): void {
    const { top, bottom } = element.getBoundingClientRect()
    if (top >= 70 && bottom <= innerHeight - 130) return
    element.scrollIntoView({ block: 'center', behavior: isStill ? 'auto' : 'smooth' })
  }

  listen(on: Controls): void {
    const { from, to } = this.data
    this.button.addEventListener('click', on.toggle)
    this.bar.addEventListener('input', () => on.seek(Number(this.bar.value)))
    this.choice.addEventListener('change', () => on.speed(Number(this.choice.value)))
    const keys: Record<string, () => void> = {
      ' ': on.toggle,
      k: on.toggle,
      ArrowLeft: () => on.step(-1),
      ArrowRight: () => on.step(1),
      PageDown: () => on.step(-(to - from) / 20),
      PageUp: () => on.step((to - from) / 20),
      Home: () => on.seek(from),
      End: () => on.seek(to),
      '+': () => on.faster(1),
      '-': () => on.faster(-1),
    }
    addEventListener('keydown', event => {
      const { key, target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return
      if (key === ' ' && target === this.button) return
      const deed = keys[key.length === 1 ? key.toLowerCase() : key]
      // These scroll the page as well.
      if (!deed || (key.startsWith('Page') && target !== this.bar)) return
      event.preventDefault()
      deed()
    })
  }
}

function made(name: string, attributes: Record<string, string> = {}, text = ''): HTMLElement {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.textContent = text
  return element
}
