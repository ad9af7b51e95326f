import { Transform } from '@tiptap/pm/transform'
import { describe, expect, test } from 'vitest'
import { hasMoreNodes } from '@/lib/document/check'
import { command } from '@/lib/document/commands'
import { decide } from '@/lib/document/decide'
import { defaultLimits } from '@/lib/document/limits'
import { type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import { readStep, type StepJSON } from '@/lib/document/steps'
import { decideSteps, documentOf, ids, verdict } from '../../support/deciding'
import { hostileSteps, nested } from '../../support/hostile-steps'
import { paragraphs } from '../../support/scribe'
import { expectSound } from '../../support/sound'

const insert = (content: unknown[]) => ({ stepType: 'replace', from: 0, to: 0, slice: { content } })
const doc = paragraphs('Hello 😀 world', 'Second')

/** What becomes of steps on their way in: the code of the refusal at the door, or the decision. */
function judge(steps: unknown[], theirs = new Transform(doc)) {
  const fields = { documentId: ids.document, baseRevision: 5, schemaVersion, commandId: ids.document }
  const parsed = command.safeParse({ ...fields, type: 'EditContent', steps })
  if (!parsed.success) return { code: 'bad_request' as const }
  const decision = decide(parsed.data, documentOf(theirs.doc), { limits: defaultLimits, since: theirs.mapping.maps })
  return { code: verdict(decision), decision }
}

describe('hostile steps', () => {
  test('meet the document that they were made for', () => {
    expect(doc.content.size).toBe(24)
  })

  test.each(hostileSteps)('[SP1] are refused: %s', (what, ...steps) => {
    const expected = /H-41 (stepType missing|stepType no text|a step that is)/.test(what)
      ? 'bad_request'
      : 'invalid_steps'
    expect(judge(steps).code).toBe(expected)
  })

  test.each(hostileSteps)('[SP2] behind the head are refused or dropped, never stored broken: %s', (_, ...steps) => {
    const theirs = new Transform(doc).insert(1, schema.text('x'))
    const { code, decision } = judge(steps, theirs)
    if (!decision || 'refusal' in decision) return expect(code).not.toBe('accepted')
    expectSound(decision.content!.doc)
    expect(decision.body).toHaveProperty('data.kept')
    expect(decision.body).not.toHaveProperty(`data.kept[${steps.length - 1}]`)
  })

  test('[SP3] say only RangeError to who reads them, whatever they are', () => {
    for (const [, ...steps] of hostileSteps)
      for (const step of steps)
        try {
          readStep((step ?? {}) as StepJSON, 24)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('[SP4] spoil the whole command: nothing of it is taken', () => {
    const fine = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'x' }] } }
    const spoilt = judge([fine, { stepType: 'replace', from: 5, to: 2 }, fine])
    expect(spoilt.code).toBe('invalid_steps')
  })
})

const accepted: [string, ...unknown[]][] = [
  [
    'marks in another order, which are put in order',
    insert([
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'x', marks: [{ type: 'bold' }, { type: 'link', attrs: { href: '/a' } }] }],
      },
    ]),
  ],
  [
    'two texts that are one, which become one',
    insert([{ type: 'paragraph', content: ['x', 'y'].map(text => ({ type: 'text', text })) }]),
  ],
  [
    'a step at the last position',
    { stepType: 'replace', from: 23, to: 23, slice: { content: [{ type: 'text', text: 'x' }] } },
  ],
  ['a mark over everything', { stepType: 'addMark', from: 0, to: 24, mark: { type: 'bold' } }],
  ['both halves of 😀', { stepType: 'addMark', from: 7, to: 9, mark: { type: 'bold' } }],
  ['all but one paragraph deleted', { stepType: 'replace', from: 0, to: 16 }],
  [
    'everything replaced by one paragraph',
    { stepType: 'replace', from: 0, to: 24, slice: { content: [{ type: 'paragraph' }] } },
  ],
  ['nesting 32 deep', { stepType: 'replace', from: 0, to: 0, slice: { content: [nested(32)] } }],
  ...['\u202eright to left', '\u200b\ufeff\ufffc', `e${'\u0301'.repeat(10_000)}`, 'tab\tand\nline', '👩‍👩‍👧'].map<
    [string, unknown]
  >(text => [
    `H-50 text ${JSON.stringify(text).slice(0, 20)} as it is`,
    { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text }] } },
  ]),
  ...['https://example.org/', 'mailto:a@example.org', '/documents/1', '#a'].map<[string, unknown]>(href => [
    `a link to ${href}`,
    { stepType: 'addMark', from: 1, to: 5, mark: { type: 'link', attrs: { href } } },
  ]),
  ['an attribute', { stepType: 'attr', pos: 0, attr: 'dir', value: 'rtl' }],
  ['an attribute taken away', { stepType: 'attr', pos: 0, attr: 'lang', value: null }],
  [
    'a wrap',
    {
      stepType: 'replaceAround',
      from: 0,
      to: 16,
      gapFrom: 0,
      gapTo: 16,
      insert: 1,
      slice: { content: [{ type: 'blockquote' }] },
      structure: true,
    },
  ],
  [
    'a split',
    {
      stepType: 'replace',
      from: 3,
      to: 3,
      slice: { content: [{ type: 'paragraph' }, { type: 'paragraph' }], openStart: 1, openEnd: 1 },
    },
  ],
  ['a join', { stepType: 'replace', from: 15, to: 17, structure: true }],
]

describe('half a million wrong ones', () => {
  const fields = { documentId: ids.document, baseRevision: 5, schemaVersion, commandId: ids.document }
  const many = (item: unknown) => Array(500_000).fill(item)
  const fine = [{ stepType: 'replace', from: 1, to: 1 }]

  test.each([
    ['steps', { steps: many(1) }],
    ['steps', { steps: many({}) }],
    ['stepTimes', { steps: fine, stepTimes: many('x') }],
    ['undoes', { steps: fine, undoes: many('x') }],
  ])('[HI4] are found out by the first: %s', (field, wrong) => {
    const { success, error } = command.safeParse({ ...fields, type: 'EditContent', ...wrong })
    expect(success).toBe(false)
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]])
  })

  test('[HI4] in a document are found out by their number, before one of them is read', () => {
    const content = [...Array(100).fill({ type: 'paragraph' }), { type: 'evil' }]
    expect(hasMoreNodes({ type: 'doc', content }, 101)).toBe(true)
    expect(hasMoreNodes({ type: 'doc', content }, 102)).toBe(false)
    const deep = { type: 'doc', content: [{ type: 'blockquote', content }] }
    expect(hasMoreNodes(deep, 102)).toBe(true)
    expect(hasMoreNodes(deep, 103)).toBe(false)
    const strange = [null, 5, [], { content: 'x' }, { content: [[{ content }]] }]
    expect(hasMoreNodes({ type: 'doc', content: strange as unknown as NodeJSON[] }, 10)).toBe(false)
  })
})

describe('valid steps', () => {
  test.each(accepted)('[SP5] beside the hostile ones are accepted as they are: %s', (_, step) => {
    const { code, decision } = judge([step])
    expect(code).toBe('accepted')
    if (decision && 'content' in decision) expectSound(decision.content!.doc)
    expect(decision).not.toHaveProperty('body.data.kept')
  })

  test('[SP6] lose what nobody asked for: unknown attributes and fields are not stored', () => {
    const link = {
      type: 'link',
      attrs: { href: '/a', class: 'fixed inset-0', target: '_top', rel: 'x', style: 'x', onclick: 'x' },
    }
    const { decision } = judge([{ stepType: 'addMark', from: 1, to: 5, mark: link, isAdmin: true, authorId: ids.ben }])
    expect(decision).toMatchObject({
      body: {
        data: {
          steps: [{ stepType: 'addMark', from: 1, to: 5, mark: { type: 'link', attrs: { href: '/a', title: null } } }],
        },
      },
    })
    expect(JSON.stringify(decision && 'body' in decision && decision.body)).not.toMatch(/class|target|isAdmin|authorId/)
  })
})

describe('the size', () => {
  const typing = (text: string) => ({
    stepType: 'replace',
    from: 1,
    to: 1,
    slice: { content: [{ type: 'text', text }] },
  })

  test('[SP7] of a command is bounded: 500 steps, and the one after is command_too_large', () => {
    expect(verdict(decideSteps(doc, Array(500).fill(typing('x'))))).toBe('accepted')
    expect(verdict(decideSteps(doc, Array(501).fill(typing('x'))))).toBe('command_too_large')
    expect(verdict(decideSteps(doc, Array(501).fill({ stepType: 'evil' })))).toBe('command_too_large')
  })

  test('[SP8] of a document is bounded in characters', () => {
    expect(verdict(decideSteps(doc, [typing('x'.repeat(76))], { limits: { characters: 100 } }))).toBe('accepted')
    expect(verdict(decideSteps(doc, [typing('x'.repeat(77))], { limits: { characters: 100 } }))).toBe(
      'document_too_large',
    )
    expect(verdict(decideSteps(doc, [typing('x'.repeat(10_000_000))]))).toBe('document_too_large')
  })

  test('[SP8] of a document is bounded in nodes', () => {
    const empty = (count: number) => insert(Array(count).fill({ type: 'paragraph' }))
    expect(verdict(decideSteps(doc, [empty(5)], { limits: { nodes: 10 } }))).toBe('accepted')
    expect(verdict(decideSteps(doc, [empty(6)], { limits: { nodes: 10 } }))).toBe('document_too_large')
    expect(verdict(decideSteps(doc, [empty(200_000)]))).toBe('document_too_large')
  })

  test('[SP8] of a document in nodes is bounded also where no character comes with them', () => {
    const marked = [2, 4, 10, 12].map(at => ({ stepType: 'addMark', from: at, to: at + 1, mark: { type: 'bold' } }))
    expect(verdict(decideSteps(doc, marked, { limits: { nodes: 10 } }))).toBe('document_too_large')
    expect(verdict(decideSteps(doc, marked.slice(0, 2), { limits: { nodes: 10 } }))).toBe('accepted')
  })

  test('[SP9] of a document that is too large already may shrink, not grow', () => {
    const limits = { characters: 10, nodes: 2 }
    expect(verdict(decideSteps(doc, [{ stepType: 'replace', from: 1, to: 4 }], { limits }))).toBe('accepted')
    expect(verdict(decideSteps(doc, [{ stepType: 'attr', pos: 0, attr: 'dir', value: 'rtl' }], { limits }))).toBe(
      'accepted',
    )
    expect(verdict(decideSteps(doc, [typing('x')], { limits }))).toBe('document_too_large')
  })
})
