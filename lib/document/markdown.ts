import type { Mark, Node } from '@tiptap/pm/model'

/** A document as Markdown (with GitHub's tables and tasks). What Markdown doesn't know, as underlining, is left out. */
export function toMarkdown(doc: Node): string {
  return blocks(doc)
}

const blocks = (parent: Node, between = '\n\n'): string => parent.children.map(block).join(between)

function block(node: Node): string {
  switch (node.type.name) {
    case 'heading':
      return `${'#'.repeat(Number(node.attrs.level))} ${inline(node)}`
    case 'blockquote':
      return indented(blocks(node), '> ', '> ')
    case 'codeBlock': {
      const fence = '`'.repeat(Math.max(3, ...[...node.textContent.matchAll(/`{3,}/g)].map(([run]) => run.length + 1)))
      return `${fence}${node.attrs.language ?? ''}\n${node.textContent}\n${fence}`
    }
    case 'horizontalRule':
      return '---'
    case 'bulletList':
      return node.children.map(item => listItem(item, '- ')).join('\n')
    case 'orderedList':
      return node.children.map((item, i) => listItem(item, `${Number(node.attrs.start ?? 1) + i}. `)).join('\n')
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
  return indented(blocks(item, '\n'), marker, indent)
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
  const close = (to: number) => {
    const trailing = /[ \t]*$/.exec(text)![0]
    if (open.length > to) text = text.slice(0, text.length - trailing.length)
    while (open.length > to) text += end(open.pop()!)
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
    const blank = open.length > kept ? close(kept) : ''
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
    for (const mark of marks.slice(kept)) text += begin(mark)
    open = marks
    text += own.slice(leading.length)
  })
  const blank = close(0)
  return text + blank
}

const begin = ({ type }: Mark) => (type.name === 'link' ? '[' : type.name === 'code' ? '`' : signs[type.name]!)
const end = ({ type, attrs }: Mark) =>
  type.name === 'link' ? `](${String(attrs.href)})` : type.name === 'code' ? '`' : signs[type.name]!

const escaped = (text: string) => text.replace(/[\\`*_~[\]<>]|==/g, sign => (/^[<>]$/.test(sign) ? sign : `\\${sign}`))
const escapedStart = (text: string) =>
  text.replace(/^(#{1,6} |[-+>] ?|\d+[.)] )/, '\\$1').replace(/^\\(\d+)([.)])/, '$1\\$2')
