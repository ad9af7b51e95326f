'use client'

import { Button } from './_components/ui/button'
import { Message } from './_components/ui/message'
import { frameWords as words } from './_words-frame'

/** What stands in place of a page that failed to render. */
export default function ErrorPage() {
  return (
    <main id="content">
      <Message heading="h1" title={words.errors.title} hint={words.errors.hint}>
        <Button look="primary" onClick={() => window.location.reload()}>
          {words.errors.reload}
        </Button>
      </Message>
    </main>
  )
}
