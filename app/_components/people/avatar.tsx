/** A person as a disc with initials in their colour. The name stands beside it or in its label. */
export function Avatar({
  name,
  color,
  faded = false,
  label,
}: {
  name: string
  color: string | undefined
  faded?: boolean
  label?: string
}) {
  return (
    <span
      data-color={color}
      title={label ?? name}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={`inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-(--author-color) text-xs font-semibold text-(--on-author) ring-2 ring-desk ${faded ? 'opacity-50' : ''}`}
    >
      {initials(name)}
    </span>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => (word ? [...word][0] : ''))
  return letters.join('').toLocaleUpperCase() || '?'
}
