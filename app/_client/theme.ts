import { useSyncExternalStore } from 'react'
import { grounds, type Theme, themeCookie, themeFrom } from '@/app/_theme'

const year = 365 * 24 * 60 * 60
const listeners = new Set<() => void>()

/** Shows the pages in a theme from now on, here and in every tab that's opened later. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't there on addresses without https
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${theme === 'system' ? 0 : year}; samesite=lax`
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = /dark/.test(meta.media) ? grounds.dark : grounds.light
    meta.content = theme === 'system' ? own : grounds[theme]
  }
  for (const listener of listeners) listener()
}

/** The theme that was chosen last; before that, on the server, the system's. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => themeFrom(document.documentElement.dataset.theme),
    () => 'system',
  )
}
