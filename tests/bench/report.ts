import { cpus, platform, release } from 'node:os'
import { quantile } from '../support/quantiles'
import { type Bench, type Figure, type Round, raised } from './bench'

export type Row = {
  figure: string
  unit: string
  median: number
  least: number
  most: number
  goal?: string
  met?: boolean
}
export type Report = { bench: string; about: string; rounds: number; rows: Row[] }

/** Each figure's median over the rounds, with its spread. */
export function summed(name: string, { about, figures }: Bench, rounds: readonly Round[]): Report {
  const rows = figures.map(figure =>
    row(
      figure,
      rounds.map(round => round[figure.name] ?? Number.NaN),
    ),
  )
  return { bench: name, about, rounds: rounds.length, rows }
}

function row({ name, unit, goal }: Figure, values: number[]): Row {
  const median = quantile(values, 0.5)
  const sums = { figure: name, unit, median, least: Math.min(...values), most: Math.max(...values) }
  if (!goal) return sums
  if ('atMost' in goal) return { ...sums, goal: `≤ ${shown(goal.atMost)}`, met: median <= goal.atMost }
  return { ...sums, goal: `≥ ${shown(goal.atLeast)}`, met: median >= goal.atLeast }
}

/** What a figure is worth depends on where and when it was measured. */
export function circumstances() {
  const [cpu] = cpus()
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`,
    system: `${platform()} ${release()}, Node ${process.version}`,
    raised,
  }
}

export function printed({ bench, about, rounds, rows }: Report): string {
  const cells = rows.map(({ figure, unit, median, least, most, goal = '', met }) => [
    figure,
    shown(median),
    `${shown(least)} – ${shown(most)}`,
    unit,
    goal,
    met === undefined ? '' : met ? 'met' : 'missed',
  ])
  const table = [['', 'median', 'spread', '', 'goal', ''], ...cells]
  const widths = table[0]!.map((_, column) => Math.max(...table.map(line => line[column]!.length)))
  const lines = table.map(
    line =>
      `  ${line
        .map((cell, i) => align(cell, widths[i]!, i))
        .join('  ')
        .trimEnd()}`,
  )
  return `\n${bench}: ${about}; ${rounds} rounds\n${lines.join('\n')}\n`
}

const align = (cell: string, width: number, column: number) =>
  column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width)

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0 })
}
