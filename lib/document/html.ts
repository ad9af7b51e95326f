import type { Node } from '@tiptap/pm/model'
import {
  escapeHTML,
  escapeHTMLAttribute,
  renderJSONContentToString,
  serializeChildrenToHTMLString,
} from '@tiptap/static-renderer/json/html-string'
import { domOutputSpecToHTMLString, renderToElement } from '@tiptap/static-renderer/pm/html-string'
import { documentExtensions } from './extensions'
import { emptyDoc } from './schema'

type Render = (context: { content: Node; parent?: Node }) => string

// The library resolves the extensions at every call; we take its renderer out of the first one and keep it.
const render: Render = (() => {
  let made: Render | undefined
  renderToElement<string>({
    renderer: options => {
      made = renderJSONContentToString<Node['marks'][number], Node>(options)
      return made
    },
    domOutputSpecToElement: domOutputSpecToHTMLString,
    mapDefinedTypes: {
      doc: ({ children }) => serializeChildrenToHTMLString(children),
      text: ({ node }) => escapeHTML(node.text ?? ''),
    },
    content: emptyDoc(),
    extensions: documentExtensions(),
    options: {
      nodeMapping: { taskItem: ({ node, children }) => taskItem(node, serializeChildrenToHTMLString(children)) },
    },
  })
  return made!
})()

/** Like the editor's, but the box can't be ticked: nobody would hear of it. */
function taskItem(node: Node, content: string): string {
  const checked = node.attrs.checked === true
  const name = escapeHTMLAttribute(node.firstChild?.textContent.slice(0, 80) || '–')
  const box = `<input type="checkbox" disabled aria-label="${name}"${checked ? ' checked' : ''}>`
  return `<li data-type="taskItem" data-checked="${checked}"><label>${box}</label><div>${content}</div></li>`
}

// Nodes are never changed, and from one revision to the next most blocks are the same objects.
const rendered = new WeakMap<Node, string>()

/**
 * A document as HTML that needs no script and is safe to put into a page: text and attributes are escaped, addresses that
 * the schema forbids are left out, links open apart.
 */
export function renderHTML(doc: Node): string {
  return doc.children.map(block => blockHTML(block, doc)).join('')
}

/** One of its blocks, for who makes it piece by piece. */
export function blockHTML(block: Node, doc: Node): string {
  let html = rendered.get(block)
  if (html === undefined) {
    html = render({ content: block, parent: doc })
    rendered.set(block, html)
  }
  return html
}
