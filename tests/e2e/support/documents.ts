import type { NodeJSON } from '@/lib/document/schema'

export const text = (text: string, ...marks: string[]): NodeJSON => ({
  type: 'text',
  text,
  ...(marks.length > 0 && { marks: marks.map(type => ({ type })) }),
})

export const block = (type: string, attrs: object | null, ...content: NodeJSON[]): NodeJSON => ({
  type,
  ...(attrs && { attrs: { ...attrs } }),
  ...(content.length > 0 && { content }),
})

export const paragraph = (words = ''): NodeJSON => block('paragraph', null, ...(words ? [text(words)] : []))

export const task = (words: string, checked = false): NodeJSON => block('taskItem', { checked }, paragraph(words))

/** A document of these blocks; a text is a paragraph. */
export const documentOf = (...blocks: (NodeJSON | string)[]): NodeJSON =>
  block('doc', null, ...blocks.map(each => (typeof each === 'string' ? paragraph(each) : each)))
