import { CSPProvider } from '@base-ui/react/csp-provider'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Courier } from './_components/courier'
import { PaletteHost } from './_components/palette/palette-host'
import { grounds, themeCookie, themeFrom } from './_theme'
import { words } from './_words'
import './globals.css'

export const metadata: Metadata = {
  title: { default: words.app.name, template: `%s · ${words.app.name}` },
  description: words.app.description,
  referrer: 'same-origin',
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme()
  return {
    width: 'device-width',
    initialScale: 1,
    interactiveWidget: 'resizes-content',
    themeColor: (['light', 'dark'] as const).map(system => ({
      media: `(prefers-color-scheme: ${system})`,
      color: grounds[theme ?? system],
    })),
  }
}

/** null: as the system has it. */
async function chosenTheme() {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value)
  return theme === 'system' ? null : theme
}

/** The frame of every page. Rendered for each request, because the content policy's nonce is another each time. */
export default async function Layout({ children }: { children: ReactNode }) {
  await connection()
  const theme = await chosenTheme()
  return (
    <html lang="en" {...(theme && { 'data-theme': theme })}>
      <body className="min-h-dvh antialiased">
        <a
          href="#content"
          className="no-print sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
        >
          {words.app.skip}
        </a>
        <CSPProvider disableStyleElements>
          <div className="isolate">{children}</div>
          <PaletteHost />
        </CSPProvider>
        <Courier />
      </body>
    </html>
  )
}
