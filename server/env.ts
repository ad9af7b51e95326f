import path from 'node:path'
import { z } from 'zod'

type Source = Record<string, string | undefined>

const KiB = 1024
const MiB = 1024 * KiB

const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine(value => value >= min && value <= max, {
      error: `must be ${max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `between ${min} and ${max}`}`,
    })

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'], { error: 'must be true or false' })
  .transform(value => value === 'true' || value === '1' || value === 'yes')

const address = (schemes: string[], example: string) =>
  z.string().refine(value => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `must be an address such as ${example}`,
  })

const postgresUrl = address(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/everdraft')
const publicUrl = address(['http:', 'https:'], 'https://write.example.org').transform(value => new URL(value).origin)
const secret = z.string().min(32, 'must have 32 characters or more, for example from: openssl rand -base64 32')
const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'must be one of fatal, error, warn, info, debug, trace, silent',
})

/** Every limit of the wire contract, by the name of its variable, with its default. */
const limits = {
  LIMIT_STEPS_PER_COMMAND: ['stepsPerCommand', 500],
  LIMIT_FRAME_BYTES: ['frameBytes', 1 * MiB],
  LIMIT_FRAME_CLOSE_BYTES: ['frameCloseBytes', 4 * MiB],
  LIMIT_JSON_DEPTH: ['jsonDepth', 96],
  LIMIT_NODE_DEPTH: ['nodeDepth', 32],
  LIMIT_DOCUMENT_CHARACTERS: ['documentCharacters', 1_000_000],
  LIMIT_DOCUMENT_NODES: ['documentNodes', 100_000],
  LIMIT_COMMANDS_PER_SECOND: ['commandsPerSecond', 200],
  LIMIT_WORK_PER_SECOND: ['workPerSecond', 10_000_000],
  LIMIT_SOCKETS_PER_AUTHOR: ['socketsPerAuthor', 100],
  LIMIT_OPEN_DOCUMENTS: ['openDocuments', 100],
  LIMIT_UNDRAINED_BYTES: ['undrainedBytes', 16 * MiB],
  LIMIT_BODY_BYTES: ['bodyBytes', 16 * MiB],
  LIMIT_WAITING_COMMANDS: ['waitingCommands', 10_000],
  LIMIT_WAITING_BYTES: ['waitingBytes', 32 * MiB],
} as const

type LimitName = (typeof limits)[keyof typeof limits][0]
export type Limits = Record<LimitName, number>

export type Env = {
  /** Absent: the embedded PostgreSQL is used. */
  databaseUrl?: string
  /** Absolute. */
  dataDir: string
  host: string
  port: number
  /** An explicit port that is taken is an error; otherwise the next free one is used. */
  portIsExplicit: boolean
  /** An origin, without a path. */
  publicUrl?: string
  logLevel: z.output<typeof logLevel>
  metricsToken?: string
  /** Absent: `authSecret()` in `server/secret.ts` keeps one in the data folder. */
  authSecret?: string
  trustProxy: boolean
  production: boolean
  /** Whether the first start writes a welcome document, and everybody finds it in their list. */
  welcome: boolean
  limits: Limits
}

/** Every variable that Everdraft reads; `docs/configuration.md` explains each. */
export const VARIABLES = [
  'DATABASE_URL',
  'DATA_DIR',
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'AUTH_SECRET',
  'TRUST_PROXY',
  'WELCOME',
  'NODE_ENV',
  ...(Object.keys(limits) as (keyof typeof limits)[]),
] as const

/** Reads the configuration. Throws one error that lists every fault and what to do about it. */
export function readEnv(source: Source): Env {
  const faults: string[] = []

  function read<T>(name: string, schema: z.ZodType<T, string>): T | undefined {
    const value = source[name]?.trim()
    if (!value) return undefined
    const result = schema.safeParse(value)
    if (result.success) return result.data
    const shown =
      name === 'AUTH_SECRET' || name === 'METRICS_TOKEN' || name === 'DATABASE_URL' ? '' : ` (it is "${value}")`
    faults.push(`${name} ${result.error.issues[0]?.message ?? 'is wrong'}${shown}`)
    return undefined
  }

  const port = read('PORT', whole(0, 65_535))
  const env: Env = {
    ...defined('databaseUrl', read('DATABASE_URL', postgresUrl)),
    dataDir: path.resolve(/* turbopackIgnore: true */ read('DATA_DIR', z.string()) ?? '.everdraft'),
    host: read('HOST', z.string()) ?? '0.0.0.0',
    port: port ?? 3000,
    portIsExplicit: port !== undefined,
    ...defined('publicUrl', read('PUBLIC_URL', publicUrl)),
    logLevel: read('LOG_LEVEL', logLevel) ?? 'info',
    ...defined('metricsToken', read('METRICS_TOKEN', z.string().min(8, 'must have 8 characters or more'))),
    ...defined('authSecret', read('AUTH_SECRET', secret)),
    trustProxy: read('TRUST_PROXY', flag) ?? false,
    welcome: read('WELCOME', flag) ?? true,
    production: source.NODE_ENV !== 'development' && source.NODE_ENV !== 'test',
    limits: Object.fromEntries(
      Object.entries(limits).map(([name, [key, fallback]]) => [key, read(name, whole(1)) ?? fallback]),
    ) as Limits,
  }

  if (env.limits.frameCloseBytes < env.limits.frameBytes)
    faults.push('LIMIT_FRAME_CLOSE_BYTES must be at least LIMIT_FRAME_BYTES: raise it or lower the other')
  if (faults.length > 0) throw new ConfigurationError(faults)
  return env
}

/** Tells the pages, which are other instances of our modules, where the database of this process is. */
export function publishDatabaseUrl(target: Source, url: string): void {
  target.DATABASE_URL = url
}

/** What is wrong with the environment, all of it at once. */
export class ConfigurationError extends Error {
  constructor(readonly faults: string[]) {
    const lines = faults.map(fault => `  - ${fault}`).join('\n')
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines}
Mend or unset ${faults.length === 1 ? 'this variable' : 'these variables'}; docs/configuration.md explains each.`)
    this.name = 'ConfigurationError'
  }
}

const defined = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }

/** What PostgreSQL's own programs are told: everything but the variables that would point them elsewhere or to a locale. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_)/.test(name))
  return Object.fromEntries([...inherited, ['LANG', 'C']]) as NodeJS.ProcessEnv
}
