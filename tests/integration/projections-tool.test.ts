import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentProjection } from '@/server/projections/document'
import { timelineProjection } from '@/server/projections/timeline'
import { catchUp, projectionRig, type Rig } from '../support/projections'
import { paragraphs, Scribe } from '../support/scribe'
import { runTool } from '../support/tool'

let rig: Rig
beforeAll(async () => {
  rig = await projectionRig()
})
afterAll(() => rig.close())

const tool = (...args: string[]) => runTool('projections', rig.database.url, ...args)

test('[PJ27] lists, verifies and rebuilds, and its exit code says whether all is well', async () => {
  const scribe = new Scribe(rig.store)
  await scribe.create('Title', paragraphs('some text'))
  await catchUp(rig, documentProjection, timelineProjection)
  const listed = await tool('list')
  expect(listed.code).toBe(0)
  expect(listed.output).toMatch(/^projection +version +events behind.*\ndocument +1 +0 +0\.0 +0\ntimeline +2 +0/)
  expect(await tool('verify', 'document')).toEqual({ code: 0, output: 'All 1 documents are as the log says\n' })

  await rig.prisma.documentView.updateMany({ data: { excerpt: 'something else' } })
  const verified = await tool('verify', 'document')
  expect(verified.code).toBe(1)
  expect(verified.output).toContain(`${scribe.documentId}  document_view.excerpt`)
  expect(verified.output).toContain('stored:  "something else"\n  rebuilt: "some text"')

  const rebuilt = await tool('rebuild', 'document')
  expect(rebuilt.code).toBe(0)
  expect(rebuilt.output).toContain('Rebuilt document: 1 documents, 1 events')
  expect((await tool('verify', 'document')).code).toBe(0)
  for (const wrong of [['rebuild'], ['verify', 'toString']]) {
    const { code, output } = await tool(...wrong)
    expect(code).toBe(2)
    expect(output).toContain('Usage:')
  }
}, 120_000)
