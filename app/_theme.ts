/** Which theme the pages have: the reader's choice, kept in a cookie so that the first paint already shows it. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const themeCookie = 'theme'

/** The ground of a page in either theme (--desk), for the browser's own bars. */
export const grounds = { light: '#f5f3ee', dark: '#121110' } as const

/** What a cookie says; anything else than a theme is as good as no choice. */
export function themeFrom(value: string | undefined): Theme {
  return themes.find(theme => theme === value) ?? 'system'
}
