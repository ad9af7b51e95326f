/** Moves the focus into the bar at the text or, where there's none, into the toolbar. */
export function enterBar(): boolean {
  const bar = document.querySelector('[data-bar=floating]') ?? document.querySelector('[data-bar]')
  const button =
    bar?.querySelector<HTMLElement>('button[tabindex="0"]') ?? bar?.querySelector<HTMLElement>('button, select')
  button?.focus()
  return button !== undefined && button !== null
}
