import type { CDPSession } from '@playwright/test'
import type { Person } from './person'

type CompositionWindow = Window & { compositions?: string[] }

/**
 * An input method at a person's keyboard: text that's still being composed stands in the document, underlined, until it's
 * committed. It speaks to the browser as a system's input method does.
 */
export class Composer {
  private constructor(
    private readonly person: Person,
    private readonly browser: CDPSession,
  ) {}

  static async at(person: Person): Promise<Composer> {
    const browser = await person.page.context().newCDPSession(person.page)
    await person.editor.evaluate(editor => {
      const seen: string[] = []
      ;(window as CompositionWindow).compositions = seen
      for (const type of ['compositionstart', 'compositionend'])
        editor.addEventListener(type, event =>
          seen.push(`${type.slice(11)} ${(event as CompositionEvent).data}`.trim()),
        )
    })
    return new Composer(person, browser)
  }

  /** The text as composed until now takes the place of what was composed before (or of `over`, text that's there already). */
  async compose(text: string, over?: { from: number; to: number }): Promise<void> {
    await this.key()
    await this.browser.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
      ...(over && { replacementStart: over.from, replacementEnd: over.to }),
    })
  }

  async commit(text: string): Promise<void> {
    await this.key()
    await this.browser.send('Input.insertText', { text })
  }

  /** The beginnings and ends of compositions that the page has seen; a torn one ends before it was committed. */
  seen(): Promise<string[]> {
    return this.person.page.evaluate(() => (window as CompositionWindow).compositions ?? [])
  }

  // Each key that an input method takes arrives as this one.
  private async key(): Promise<void> {
    const key = { windowsVirtualKeyCode: 229, key: 'Process', code: '' }
    await this.browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
  }
}
