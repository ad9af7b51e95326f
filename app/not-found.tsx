import type { Metadata } from 'next'
import { buttonClass } from './_components/ui/button'
import { Message } from './_components/ui/message'
import { words } from './_words'

export const metadata: Metadata = { title: words.errors.notFound }

/** The page for what doesn't exist, or may not be seen: both look the same. */
export default function NotFound() {
  return (
    <main id="content">
      <Message heading="h1" title={words.errors.notFound} hint={words.errors.notFoundHint}>
        <a href="/" className={buttonClass('primary')}>
          {words.errors.home}
        </a>
      </Message>
    </main>
  )
}
