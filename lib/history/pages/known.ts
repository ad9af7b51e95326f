/**
 * What every page may refer to without holding it. Only ever appended to: a page says these by their number.
 * A page of another version than 1 may know others.
 */
export const knownWords: readonly string[] = [
  ...['ContentEdited', 'DocumentCreated', 'DocumentRenamed', 'VersionNamed', 'RevisionRestored'],
  ...['DocumentTrashed', 'DocumentUntrashed', 'DocumentDeleted'],
  ...['browser', 'api', 'seed'],
  ...['typed', 'pasted', 'dropped', 'imported', 'restored', 'undone', 'redone', 'scripted', 'agent'],
]

/** A step without what changes from one to the next: its positions where `span`, its text where `text`. */
export type Form = {
  /** JSON of the rest. */
  rest: string
  span: boolean
  text: boolean
  /** How far behind `from` the next step of a hand that goes on begins; not counting a text, which says it itself. */
  advance: number
}

const paragraph = '{"type":"paragraph","attrs":{"dir":null,"lang":null}}'
const item = `{"type":"listItem","content":[${paragraph}]}`
const split = (block: string, open: number, more = '') =>
  `{"stepType":"replace","slice":{"content":[${block},${block}],"openStart":${open},"openEnd":${open}}${more}}`
const mark = (stepType: string, type: string) => `{"stepType":"${stepType}","mark":{"type":"${type}"}}`
const marks = ['bold', 'italic', 'underline', 'strike', 'highlight', 'code']

const form = (rest: string, advance = 0, text = false): Form => ({ rest, span: true, text, advance })

/** In the order of how often they come, since the first ones are the cheapest to say. */
export const knownForms: readonly Form[] = [
  form('{"stepType":"replace","slice":{"content":[{"type":"text"}]}}', 0, true),
  form('{"stepType":"replace"}'),
  form(split(paragraph, 1), 2),
  form(split(paragraph, 1, ',"structure":true'), 2),
  form('{"stepType":"replace","structure":true}'),
  form(split(item, 2), 4),
  form(split(item, 2, ',"structure":true'), 4),
  ...marks.map(type => form(mark('addMark', type))),
  ...marks.map(type => form(mark('removeMark', type))),
]
