import type { Node } from '@tiptap/pm/model'
import { expect, test } from 'vitest'
import { Blocks } from '@/lib/document/blocks'
import { canonicalJSON, schema, schemaVersion } from '@/lib/document/schema'
import { applyStep, stepJSON } from '@/lib/document/steps'
import { bytesOf, pack, unpack } from '@/server/snapshot-codec'
import { randomEdits } from '../support/habits'
import { mutate } from '../support/mutate'
import { forSeeds } from '../support/property'
import { Random } from '../support/random'
import { everything } from '../support/sample'
import { readable } from '../support/steps'

/** The document with none of its blocks read. */
function unread(doc: Node): Blocks {
  const blocks = doc.content.content.map(block => {
    const { type, nodeSize } = block
    return { type, nodeSize, text: JSON.stringify(block.toJSON()) }
  })
  return new Blocks(doc.copy(), blocks)
}

/** Steps that people make one after the other, and among them some that were made for another document or spoiled. */
function someSteps(doc: Node, random: Random) {
  const { steps } = randomEdits(doc, random, 12)
  return steps.flatMap(step => {
    if (random.chance(0.7)) return [step]
    const spoiled = mutate([stepJSON(step)], random)
    return [...(Array.isArray(spoiled) ? spoiled.flatMap(json => readable(json, doc)) : []), step]
  })
}

test('[FP1] going through many steps leads where they lead one by one, whether blocks were read before or not', () => {
  let [fit, unfit] = [0, 0]
  forSeeds(300, random => {
    let doc = randomEdits(everything(), random, random.below(6)).doc
    const courses = [Blocks.of(doc), unread(doc)]
    for (const step of someSteps(doc, random)) {
      const after = applyStep(doc, step)
      if (after) fit++
      else unfit++
      for (const blocks of courses) {
        expect(blocks.apply(step)).toBe(after !== null)
        // Looked at in between or not, it's the same.
        if (random.chance(0.2)) expect(canonicalJSON(blocks.doc)).toBe(canonicalJSON(after ?? doc))
      }
      doc = after ?? doc
    }
    for (const blocks of courses) {
      expect(canonicalJSON(schema.nodeFromJSON(JSON.parse(bytesOf(blocks.parts).toString())))).toBe(canonicalJSON(doc))
      expect(canonicalJSON(blocks.doc)).toBe(canonicalJSON(doc))
      expect(blocks.doc.content.size).toBe(doc.content.size)
    }
  })
  expect(Math.min(fit, unfit)).toBeGreaterThan(100)
})

const header = {
  schemaVersion,
  commandId: 'c',
  baseRevision: 7,
  authorId: 'o',
  via: 'seed' as const,
  recordedAt: '2026-01-02',
}

test('[FP2] a snapshot is unpacked as the document that was packed, and its text is the same', async () => {
  const documents: Node[] = []
  forSeeds(40, random => {
    documents.push(randomEdits(everything(), random, random.below(12)).doc)
  })
  for (const doc of documents) {
    const standing = { documentId: 'd', revision: 7, ownerId: 'o', title: 'A "title"\n', recordedAt: '2026-01-01' }
    const document = { ...standing, status: 'trashed' as const, doc }
    const { codec, payload } = await pack(document)
    const course = await unpack(codec, payload)
    expect(JSON.parse(bytesOf(course.parts).toString())).toEqual(doc.toJSON())
    expect({ ...course.document, doc: canonicalJSON(course.document!.doc) }).toEqual({
      ...document,
      doc: canonicalJSON(doc),
    })
    expect(course.document!.doc.content.size).toBe(doc.content.size)
    const edited = randomEdits(doc, new Random(doc.content.size), 5)
    const again = await unpack(codec, payload)
    const data = { steps: edited.steps.map(stepJSON), origin: 'typed' as const }
    again.take({ ...header, documentId: 'd', revision: 8, type: 'ContentEdited', data })
    expect(JSON.parse(bytesOf(again.parts).toString())).toEqual(edited.doc.toJSON())
  }
})
