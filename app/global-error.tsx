'use client'

import { frameWords as words } from './_words-frame'
import './globals.css'

/** Stands in for the layout itself when that fails. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-md px-6 py-16 text-center">
          <title>{words.errors.title}</title>
          <h1 className="text-lg font-semibold">{words.errors.title}</h1>
          <p className="my-3 text-ink-soft">{words.errors.hint}</p>
          <button type="button" className="underline" onClick={() => window.location.reload()}>
            {words.errors.reload}
          </button>
        </main>
      </body>
    </html>
  )
}
