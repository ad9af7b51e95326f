import { documentStyle } from './style'

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

// It's a text to be read: nothing runs in it, and nothing is fetched.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/**
 * A page that needs nothing but itself.
 * @param body safe HTML (lib/document/html.ts)
 */
export function htmlPage({ title, body, style = documentStyle, csp = policy, after = '' }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}${after}
</body>
</html>
`
}

type Page = {
  title: string
  body: string
  style?: string
  csp?: string
  after?: string
}

/** A document as a page: its title, when it was so, and its text. */
export function documentPage(document: { title: string; revision: number; recordedAt: string; html: string }): string {
  const { title, revision, recordedAt, html } = document
  const heading = title ? `<h1 dir="auto">${escaped(title)}</h1>\n` : ''
  const day = recordedAt.slice(0, 10)
  const when = `<time datetime="${recordedAt}">${day}</time>`
  const body = `<main>
<header>${heading}<p class="when">Revision ${revision}, ${when}</p></header>
<article class="prose" dir="auto">${html}</article>
</main>`
  const style = `${documentStyle}
header{border-bottom:1px solid var(--line);margin-bottom:2rem}header h1{margin:0;font:700 2.125rem/1.2 ui-sans-serif,system-ui,sans-serif}.when{margin:.5rem 0 1rem;color:var(--soft);font:.875rem ui-sans-serif,system-ui,sans-serif}`
  return htmlPage({ title: title || `Revision ${revision}`, body, style })
}
