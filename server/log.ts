import type { Logger } from 'pino'
import { pino } from 'pino'
import type { Env } from './env'

export type { Logger }

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'ERROR', 60: 'FATAL' }

/**
 * The process's log: JSON lines, or one short line each for a person at a terminal. What people write never goes in it:
 * callers log ids, counts, sizes and times.
 */
export function createLog({ logLevel }: Pick<Env, 'logLevel'>, toTerminal = process.stdout.isTTY === true): Logger {
  const options = {
    level: logLevel,
    base: null,
    redact: {
      paths: [
        'cookie',
        'authorization',
        'password',
        'token',
        '*.cookie',
        '*.authorization',
        '*.password',
        '*.token',
      ].concat([
        'req.headers.cookie',
        'req.headers.authorization',
        'res.headers["set-cookie"]',
        'headers["set-cookie"]',
      ]),
      censor: '[kept out]',
    },
  }
  return toTerminal ? pino(options, { write: line => process.stdout.write(forTerminal(line)) }) : pino(options)
}

function forTerminal(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line)
  const clock = new Date(time).toTimeString().slice(0, 8)
  const details = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const trouble = err ? `\n${err.stack ?? err.message}` : ''
  return `${[clock, LEVELS[level] ?? level, msg, ...details].filter(Boolean).join(' ')}${trouble}\n`
}
