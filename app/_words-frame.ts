/** Words of what's around every page; apart, so that a page without anything else to say needs no others. */
export const frameWords = {
  app: {
    name: 'Everdraft',
    description: 'Write together. Nothing that was ever written is lost.',
    skip: 'Skip to content',
    close: 'Close',
    cancel: 'Cancel',
    retry: 'Try again',
  },
  errors: {
    title: 'Something went wrong on this page',
    hint: 'What you wrote and what was marked as saved is safe. Load the page again to go on.',
    reload: 'Load again',
    notFound: 'There is nothing at this address',
    notFoundHint: 'The document may have been deleted, or the address is not complete.',
    home: 'Go to your documents',
    offline: 'The server cannot be reached. Check your connection; trying again by itself when it is back.',
    busy: 'The server is busy just now. Try again in a moment.',
    rate_limited: 'That was a lot at once. Wait a moment, then try again.',
    not_signed_in: 'You could not be signed in as a guest. Allow cookies for this site and try again.',
    not_found: 'There is no such document, or it is not yours.',
    forbidden: 'Only the owner may do this.',
    client_too_old: 'A newer version of this page is out. Load it again.',
    internal: 'The server made a mistake. Try again; if it stays, tell who runs it.',
  },
} as const
