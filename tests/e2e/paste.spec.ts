import { agree } from './support/agree'
import { paste } from './support/clipboard'
import { documentOf } from './support/documents'
import { expect, test } from './support/test'

const run = "window.ran = true; document.title = 'ran'"
const hostile = `
  <style>body { display: none }</style><base href="https://elsewhere.example/">
  <p style="position: fixed; inset: 0" class="x" id="title" onclick="${run}">words <b onmouseover="${run}">in bold</b></p>
  <script>${run}</script><svg onload="${run}"><script>${run}</script></svg><math><mtext><img src onerror="${run}"></mtext></math>
  <img src="https://elsewhere.example/pixel.png" onerror="${run}"><iframe srcdoc="<script>parent.ran = true</script>"></iframe>
  <object data="https://elsewhere.example/"></object><video src="https://elsewhere.example/v" autoplay></video>
  <link rel="stylesheet" href="https://elsewhere.example/s.css"><form action="https://elsewhere.example/"><input autofocus onfocus="${run}"></form>
  <p><a href="javascript:${run}">a</a> <a href="java&#10;script:${run}">b</a> <a href="data:text/html,<script>1</script>">c</a>
     <a href="//elsewhere.example/">d</a> <a href="https://elsewhere.example/" target="_self" style="inset: 0">good</a></p>
  <ul data-type="taskList"><li data-type="taskItem" data-checked="true"><p>done</p></li></ul>
  <table><tr><td colspan="99999999" rowspan="-1" style="width: 1e9px">cell</td></tr></table>
  <h1 dir="ltr&quot; onload=x" lang="no such language at all">title</h1>`

test('[TG15] what is pasted runs nothing, loads nothing, and is stored as what a document may hold', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('before', ''))
  // Pasted HTML is read in a document without scripts; there too the content policy says what it forbids.
  ada.watch.expect(
    /^console: (Executing inline event handler|Setting the document's base URI|content policy: (script-src-attr|base-uri))/,
  )
  await ada.open(documentId)
  await ben.open(documentId)
  const title = await ada.page.title()
  await ada.caret('before')
  await ada.press('ArrowDown')
  await paste(ada, { html: hostile, plain: 'plain' })
  await expect(ben.editor).toContainText('in bold')
  const doc = await agree(documentId, ada, ben)
  // What agrees is of the schema. Of addresses the one good one is left.
  const addresses = JSON.stringify(doc).match(/"href":"[^"]*"/g)
  expect(addresses).toEqual(['"href":"https://elsewhere.example/"'])
  expect(JSON.stringify(doc)).not.toMatch(/javascript:|onerror|window\.ran|pixel/)
  for (const person of [ada, ben]) {
    await person.editor.getByText('words').hover()
    await person.editor.locator('strong').click()
    await person.editor.getByRole('link').click()
    const drawn = person.editor.locator('script, style, img:not([class]), iframe, object, svg, form, [onclick], [id]')
    await expect(drawn).toHaveCount(0)
    expect(await person.page.evaluate(() => 'ran' in window)).toBe(false)
    expect(await person.page.title()).toBe(title)
  }
  await ben.page.reload()
  await ben.opened()
  expect(await ben.page.evaluate(() => 'ran' in window)).toBe(false)
})
