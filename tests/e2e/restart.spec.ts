import { rmSync } from 'node:fs'
import { words } from '@/app/_words'
import { freePort, ServerProcess, temporaryFolder } from '../support/server'
import { agree, lines } from './support/agree'
import { documentOf } from './support/documents'
import { Person } from './support/person'
import { expect, test } from './support/test'
import { cutLine } from './support/wire'

// With and without a word to those who are connected.
const endings = [
  ['SIGTERM', 'is replaced'],
  ['SIGKILL', 'is killed'],
] as const
const numbers = Array.from({ length: 150 }, (_, i) => i).join(' ')

for (const [signal, ends] of endings)
  test(`[OB17] a server that ${ends} in mid-typing loses no letter and doubles none, and nobody reloads`, async ({
    browser,
  }) => {
    test.slow()
    const dataDir = temporaryFolder('restart')
    const server = new ServerProcess(dataDir, await freePort())
    try {
      await server.start()
      const origin = server.url
      const ada = await Person.arrive(browser, { origin, name: 'Ada Lindqvist', color: 'violet' })
      const ben = await Person.arrive(browser, { origin, name: 'Ben Okafor', color: 'teal' })
      const documentId = await ada.make(documentOf('Count:'))
      for (const person of [ada, ben]) {
        person.watch.expect(cutLine)
        await person.open(documentId)
        await person.page.evaluate(noteLines)
      }
      await ada.caret('Count:')
      const typing = ada.type(` ${numbers}`, 25)
      await expect(ben.editor).toContainText(' 20 ')
      await server.end(signal)
      await server.start()
      await typing

      await expect(ada.state).toHaveText(/^Saved/)
      await expect(ben.editor).toContainText(numbers)
      expect(lines(await agree(documentId, ada, ben))).toEqual([`Count: ${numbers}`])
      for (const { page } of [ada, ben]) {
        const seen = await page.evaluate(() => (window as NotingWindow).lines ?? ['reloaded'])
        const lost = seen.indexOf(words.state.reconnecting)
        expect(lost, seen.join()).toBeGreaterThanOrEqual(0)
        expect(seen.slice(lost).some(line => line.startsWith('Saved'))).toBe(true)
        await page.context().close()
      }
      const { watch } = ada
      expect([...watch.unexpected, ...ben.watch.unexpected]).toEqual([])
    } finally {
      await server.end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    }
  })

type NotingWindow = Window & { lines?: string[] }

/** From now on the page notes what its state line says; a reload would forget it. */
function noteLines(): void {
  const lines: string[] = []
  ;(window as NotingWindow).lines = lines
  const line = document.querySelector('[data-testid="state-line"]')!
  new MutationObserver(() => lines.push(line.textContent ?? '')).observe(line, {
    characterData: true,
    childList: true,
    subtree: true,
  })
}
