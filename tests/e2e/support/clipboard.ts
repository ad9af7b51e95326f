import type { Person } from './person'

export type Clipboard = { html?: string; plain?: string }

/** Puts something on the clipboard as a page of somebody else's would, and pastes it. */
export async function paste(person: Person, clipboard: Clipboard, keys = 'ControlOrMeta+v'): Promise<void> {
  await person.page.evaluate(({ html, plain }) => {
    const give = (event: ClipboardEvent) => {
      if (html !== undefined) event.clipboardData!.setData('text/html', html)
      if (plain !== undefined) event.clipboardData!.setData('text/plain', plain)
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    document.addEventListener('copy', give, { capture: true, once: true })
  }, clipboard)
  await person.press('ControlOrMeta+c', keys)
}

type CopyingWindow = Window & { copied?: Required<Clipboard> }

/** Copies what's selected. @returns what other programs are given */
export async function copied({ page }: Person): Promise<Required<Clipboard>> {
  await page.evaluate(() => {
    const read = ({ clipboardData }: ClipboardEvent) => {
      const [html, plain] = ['text/html', 'text/plain'].map(type => clipboardData!.getData(type)) as [string, string]
      ;(window as CopyingWindow).copied = { html, plain }
    }
    document.addEventListener('copy', read, { once: true })
  })
  await page.keyboard.press('ControlOrMeta+c')
  const given = await page.waitForFunction(() => (window as CopyingWindow).copied)
  await page.evaluate(() => delete (window as CopyingWindow).copied)
  return (await given.jsonValue())!
}
