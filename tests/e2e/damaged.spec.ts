import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, expect, test } from '@playwright/test'
import { EverdraftClient } from '@/lib/client/client'
import { prismaClient } from '@/server/database/client'
import { openEmbedded } from '@/server/database/embedded'
import { migrate } from '@/server/database/migrate'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { quarantine, release } from '@/server/event-store/quarantine'
import { words } from '../../app/_words'
import { damage, letters, lettersAt } from '../support/damage'
import { Scribe } from '../support/scribe'
import { type RunningServer, startServer } from '../support/server'

let server: RunningServer
let url: string
let prisma: ReturnType<typeof prismaClient>
let close: () => Promise<void>

test.beforeAll(async () => {
  const dataDir = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-e2e-'))
  // mkdtemp lets nobody else in, and as root PostgreSQL runs as somebody else.
  chmodSync(dataDir, 0o755)
  const database = await openEmbedded({ dataDir })
  url = database.url
  await migrate(url)
  prisma = prismaClient(url)
  server = await startServer({ DATABASE_URL: url })
  close = async () => {
    await server.stop()
    await prisma.$disconnect()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
test.afterAll(() => close())

test('[BK13] [BK17] a page says that its document came into quarantine, and goes on when that ends', async ({
  page,
}) => {
  const client = await EverdraftClient.connect(server.url)
  const { documentId } = await letters(new Scribe(new PostgresEventStore(prisma), undefined, client.me.authorId), 5)
  client.close()
  await page.goto(`${server.url}/documents/${documentId}`)
  const editor = page.getByRole('textbox', { name: words.document.body })
  const state = page.getByTestId('state-line')
  await expect(editor).toHaveText(lettersAt(5), { timeout: 30_000 })
  await expect(editor).toHaveAttribute('contenteditable', 'true')

  await quarantine(prisma, documentId, 4)
  await expect(page.getByRole('note')).toHaveText(words.document.quarantined(4), { timeout: 30_000 })
  await expect(editor).toHaveText(lettersAt(3))
  await expect(editor).toHaveAttribute('contenteditable', 'false')
  await expect(state).toHaveText(words.state.readOnly(3))
  await expectView(page.context(), documentId, 3, words.document.lastGood(4))

  await release(prisma, documentId)
  await expect(editor).toHaveText(lettersAt(5), { timeout: 30_000 })
  await expect(page.getByRole('note')).toHaveCount(0)
  await expect(editor).toHaveAttribute('contenteditable', 'true')
})

test('[BK11] a page says that its document is damaged, and shows it by itself when it no longer is', async ({
  page,
}) => {
  const { documentId } = await letters(new Scribe(new PostgresEventStore(prisma)), 5)
  await damage(url, documentId, 4, 'type = 99')
  await page.goto(`${server.url}/documents/${documentId}`)
  await expect(page.getByRole('heading', { name: words.document.failedTitle })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('damaged from revision 4 on')).toBeVisible()
  await damage(url, documentId, 4, 'type = 2')
  await expect(page.getByRole('textbox', { name: words.document.body })).toHaveText(lettersAt(5), { timeout: 30_000 })
})

/** The reading view shows a document as it was before its damage, and says so. */
async function expectView(context: BrowserContext, documentId: string, revision: number, says: string): Promise<void> {
  const view = await context.newPage()
  await expect
    .poll(async () => {
      await view.goto(`${server.url}/documents/${documentId}/view`)
      return view.getByRole('article').innerText()
    })
    .toContain(`Revision ${revision}`)
  await expect(view.getByRole('note')).toHaveText(says)
  await expect(view.locator('.prose')).toHaveText(lettersAt(revision))
  await view.close()
}
