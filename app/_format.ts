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

// To make one takes a hundred times as long as to use it.
const formats = new Map<string, Intl.DateTimeFormat>()

function format(date: Date, options: Intl.DateTimeFormatOptions, locale?: string): string {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, known)
  return known.format(date)
}

type Where = { locale?: string; timeZone?: string }

/** Day and time, with the year only where it's another one than this. */
export function moment(iso: string, now = new Date(), { locale, timeZone }: Where = {}): string {
  const date = new Date(iso)
  const year = date.getFullYear() !== now.getFullYear() ? ({ year: 'numeric' } as const) : {}
  const zone = timeZone ? ({ timeZone, timeZoneName: 'short' } as const) : {}
  const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...year, ...zone } as const
  return format(date, options, locale)
}

/** Day, date and time in full, for tooltips and `title`. */
export function fullMoment(iso: string): string {
  return format(new Date(iso), { dateStyle: 'full', timeStyle: 'medium' })
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
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  if (Math.abs(amount) < 60) return relative.format(0, 'second')
  let name: Intl.RelativeTimeFormatUnit = 'second'
  for (const [unit, size] of units) {
    if (Math.abs(amount) < size) break
    amount /= size
    name = unit
  }
  if (name === 'week' && Math.abs(amount) > 4) return moment(iso, now)
  return relative.format(Math.round(amount), name)
}

/** The time of the day, to the second where that tells moments apart. */
export function clock(iso: string, seconds = false): string {
  const parts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  if (seconds) parts.second = '2-digit'
  return format(new Date(iso), parts)
}

/** A day in full, with the year only where it's another one than this. */
export function day(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const year = date.getFullYear() !== now.getFullYear() ? ({ year: 'numeric' } as const) : {}
  return format(date, { weekday: 'long', day: 'numeric', month: 'long', ...year })
}

/** A day in a few letters. */
export function shortDay(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const year = date.getFullYear() !== now.getFullYear() ? ({ year: 'numeric' } as const) : {}
  return format(date, { day: 'numeric', month: 'short', ...year })
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
