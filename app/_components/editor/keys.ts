/** Whether this system has a command key in the place of Ctrl. */
export const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const macSigns: Record<string, string> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
  Backspace: '⌫',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
}
const otherSigns: Record<string, string> = { Mod: 'Ctrl', Up: '↑', Down: '↓', Left: '←', Right: '→' }

/** Keys, as in "Mod+Shift+S", one by one and as this system writes them. */
export function signs(keys: string, mac = isMac()): string[] {
  const signs = mac ? macSigns : otherSigns
  if (keys === '+') return [keys]
  return keys.split('+').map(key => signs[key] ?? key)
}

/** Keys in one word, as this system writes them. */
export function written(keys: string, mac = isMac()): string {
  return signs(keys, mac).join(mac ? '' : '+')
}

/** A button's tooltip: its name and its keys. */
export function tooltip(label: string, keys: string | undefined): string {
  return keys ? `${label} (${written(keys)})` : label
}
