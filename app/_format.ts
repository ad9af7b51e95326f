/** Numbers and times as the reader's language writes them. On the server, where that isn't known, pass locale and zone. */

// Made when it's first needed: making it takes longer than all else that's done while this is loaded.
let plain: Intl.NumberFormat | undefined

// Where small numbers are written as everywhere.
const latin = /^(?:en|de|fr|es|it|pt|nl|sv|da|nb|fi|pl|cs|uk|ru|ja|ko|zh|tr)\b(?!.*-u-)/

/** A whole number with the reader's digit grouping. */
export function number(value: number): string {
  if (value >= 0 && value < 1_000 && typeof navigator !== 'undefined' && latin.test(navigator.language))
    return `${value}`
  plain ??= new Intl.NumberFormat(undefined)
  return plain.format(value)
}

type Where = { locale?: string; timeZone?: string }

/** Day and time, with the year only where it's another one than this. */
export function moment(iso: string, now = new Date(), { locale, timeZone }: Where = {}): string {
  const date = new Date(iso)
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(date.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
    ...(timeZone && { timeZone, timeZoneName: 'short' }),
  }).format(date)
}

/** Day, date and time in full, for tooltips and `title`. */
export function fullMoment(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso))
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 60],
  ['day', 24],
  ['week', 7],
]

/** "3 minutes ago"; beyond four weeks the date. */
export function ago(iso: string, now = new Date()): string {
  let amount = (new Date(iso).getTime() - now.getTime()) / 1_000
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  if (Math.abs(amount) < 60) return format.format(0, 'second')
  let name: Intl.RelativeTimeFormatUnit = 'second'
  for (const [unit, size] of units) {
    if (Math.abs(amount) < size) break
    amount /= size
    name = unit
  }
  if (name === 'week' && Math.abs(amount) > 4) return moment(iso, now)
  return format.format(Math.round(amount), name)
}

/** The time of the day, to the second where that tells moments apart. */
export function clock(iso: string, seconds = false): string {
  const parts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  if (seconds) parts.second = '2-digit'
  return new Intl.DateTimeFormat(undefined, parts).format(new Date(iso))
}

/** A day in full, with the year only where it's another one than this. */
export function day(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const year = date.getFullYear() !== now.getFullYear() ? ({ year: 'numeric' } as const) : {}
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date)
}

/** A day in a few letters. */
export function shortDay(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const year = date.getFullYear() !== now.getFullYear() ? ({ year: 'numeric' } as const) : {}
  return new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', ...year }).format(date)
}

/** The reader's day that a moment lies in, to tell whether two are the same one. */
export function dayKey(iso: string): string {
  return new Date(iso).toDateString()
}

/** A length of time in its largest whole unit: "14 hours". */
export function span(ms: number): string {
  const steps = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const
  const [unit, size] = steps.find(([, size]) => ms >= size) ?? steps[3]
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(ms / size))
}
