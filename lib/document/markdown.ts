import type { Mark, Node } from '@tiptap/pm/model'

/** A document as Markdown (with GitHub's tables and tasks). What Markdown doesn't know, as underlining, is left out. */
export function toMarkdown(doc: Node): string {
  return blocks(doc)
}

const blocks = (parent: Node): string => parent.children.map((_, i) => blockMarkdown(parent, i)).join('\n\n')

/** One block of a document as Markdown, for who makes it piece by piece: pieces are parted by an empty line. */
export function blockMarkdown(parent: Node, index: number): string {
  const node = parent.child(index)
  // Two lists in a row would be read as one: every other one has another sign.
  let before = 0
  if (lists.has(node.type.name)) while (parent.maybeChild(index - before - 1)?.type === node.type) before++
  return block(node, before % 2 === 1)
}

const lists = new Set(['bulletList', 'orderedList'])

function block(node: Node, isOther: boolean): string {
  switch (node.type.name) {
    case 'heading':
      return `${'#'.repeat(Number(node.attrs.level))} ${inline(node).replace(/#+$/, run => `\\${run}`)}`
    case 'blockquote':
      return indented(blocks(node), '> ', '> ')
    case 'codeBlock': {
      const fence = '`'.repeat(Math.max(3, ...[...node.textContent.matchAll(/`{3,}/g)].map(([run]) => run.length + 1)))
      return `${fence}${node.attrs.language ?? ''}\n${node.textContent}\n${fence}`
    }
    case 'horizontalRule':
      return '---'
    case 'bulletList':
      return node.children.map(item => listItem(item, isOther ? '* ' : '- ')).join('\n')
    case 'orderedList':
      return node.children
        .map((item, i) => listItem(item, `${Number(node.attrs.start ?? 1) + i}${isOther ? ')' : '.'} `))
        .join('\n')
    case 'taskList':
      return node.children.map(item => listItem(item, `- [${item.attrs.checked ? 'x' : ' '}] `, '  ')).join('\n')
    case 'table':
      return table(node)
    case 'paragraph':
      return escapedStart(inline(node))
    default:
      return node.isTextblock ? inline(node) : blocks(node)
  }
}

function listItem(item: Node, marker: string, indent = ' '.repeat(marker.length)): string {
  // An empty line parts paragraphs; between others it would only make the list wide.
  const lines = item.children.map((child, i) => {
    const isNext = child.type.name === 'paragraph' && item.maybeChild(i - 1)?.type === child.type
    return `${isNext ? '\n' : ''}${blockMarkdown(item, i)}`
  })
  return indented(lines.join('\n'), marker, indent)
}

function indented(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, i) => `${i === 0 ? first : line || rest.trim() ? rest : ''}${line}`.trimEnd())
    .join('\n')
}

function table(node: Node): string {
  const rows = node.children.map(row =>
    row.children.map(cell => cell.children.map(inlineOrText).join(' ').replaceAll('|', '\\|')),
  )
  const width = Math.max(...rows.map(row => row.length))
  const line = (cells: string[]) => `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), line(Array<string>(width).fill('---')), ...body.map(line)].join('\n')
}

const inlineOrText = (node: Node) => (node.isTextblock ? inline(node) : node.textContent).replaceAll('\n', ' ')

const signs: Record<string, string> = { bold: '**', italic: '*', strike: '~~', highlight: '==' }

/** Text with its marks; each is opened and closed once, however many pieces it covers. */
function inline(node: Node): string {
  let text = ''
  let open: Mark[] = []
  let written = ''
  const close = (to: number) => {
    if (open.length <= to) return ''
    const trailing = /[ \t]*$/.exec(text)![0]
    text = text.slice(0, text.length - trailing.length)
    while (open.length > to) text += end(open.pop()!, written)
    return trailing
  }
  node.forEach(child => {
    const marks = child.marks.filter(({ type }) => type.name === 'link' || type.name === 'code' || signs[type.name])
    // The code's own signs are the innermost.
    marks.sort(
      (a, b) =>
        Number(a.type.name === 'code') - Number(b.type.name === 'code') ||
        Number(!a.isInSet(open)) - Number(!b.isInSet(open)),
    )
    const shared = open.findIndex((mark, i) => !marks[i]?.eq(mark))
    const kept = shared < 0 ? open.length : shared
    const blank = close(kept)
    const isCode = marks.some(({ type }) => type.name === 'code')
    const own = child.isText
      ? isCode
        ? child.text!
        : escaped(child.text!)
      : child.type.name === 'hardBreak'
        ? '\\\n'
        : ''
    const leading = marks.length > kept && !isCode ? /^[ \t]*/.exec(own)![0] : ''
    text += blank + leading
    for (const mark of marks.slice(kept)) text += begin(mark, own)
    open = marks
    written = own
    text += own.slice(leading.length)
  })
  const blank = close(0)
  return text + blank
}

const begin = ({ type }: Mark, text: string) =>
  type.name === 'link' ? '[' : type.name === 'code' ? ticks(text) : signs[type.name]!
const end = ({ type, attrs }: Mark, text: string) =>
  type.name === 'link' ? `](${String(attrs.href)})` : type.name === 'code' ? ticks(text) : signs[type.name]!

/** What stands around code: more of them than are in it. */
const ticks = (code: string) => '`'.repeat(1 + Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length)))

const escaped = (text: string) => text.replace(/[\\`*_~[\]]|==|&(?=#?\w+;)/g, sign => `\\${sign}`)
const escapedStart = (text: string) =>
  text.replace(/^(#{1,6} |[-+>] ?|\d+[.)] )/, '\\$1').replace(/^\\(\d+)([.)])/, '$1\\$2')
