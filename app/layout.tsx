import { CSPProvider } from '@base-ui/react/csp-provider'
import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Courier } from './_components/courier'
import { words } from './_words'
import './globals.css'

export const metadata: Metadata = {
  title: { default: words.app.name, template: `%s · ${words.app.name}` },
  description: words.app.description,
  referrer: 'same-origin',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f4' },
    { media: '(prefers-color-scheme: dark)', color: '#101113' },
  ],
}

/** The frame of every page. Rendered for each request, because the content policy's nonce is another each time. */
export default async function Layout({ children }: { children: ReactNode }) {
  await connection()
  return (
    <html lang="en">
      <body className="min-h-dvh antialiased">
        <a
          href="#content"
          className="no-print sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
        >
          {words.app.skip}
        </a>
        <CSPProvider disableStyleElements>
          <div className="isolate">{children}</div>
        </CSPProvider>
        <Courier />
      </body>
    </html>
  )
}
