import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnv, VARIABLES } from '../../../server/env'
import { authSecret } from '../../../server/secret'

const messageOf = (source: Record<string, string>): string => {
  try {
    readEnv(source)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('the configuration', () => {
  it('[CF1] is complete without any variable', () => {
    expect(readEnv({})).toEqual({
      dataDir: path.resolve('.everdraft'),
      host: '0.0.0.0',
      port: 3000,
      portIsExplicit: false,
      logLevel: 'info',
      trustProxy: false,
      production: true,
      welcome: true,
      limits: {
        stepsPerCommand: 500,
        frameBytes: 1_048_576,
        frameCloseBytes: 4_194_304,
        jsonDepth: 96,
        nodeDepth: 32,
        documentCharacters: 1_000_000,
        documentNodes: 100_000,
        commandsPerSecond: 200,
        workPerSecond: 10_000_000,
        socketsPerAuthor: 100,
        openDocuments: 100,
        undrainedBytes: 16_777_216,
        bodyBytes: 16_777_216,
        waitingCommands: 10_000,
        waitingBytes: 33_554_432,
      },
    })
  })

  it('[CF1] takes what is set, and an empty variable for unset', () => {
    const env = readEnv({
      PORT: '0',
      PUBLIC_URL: 'https://a.example/x',
      LIMIT_COMMANDS_PER_SECOND: '9000',
      HOST: ' ',
      TRUST_PROXY: 'yes',
    })
    expect(env).toMatchObject({
      port: 0,
      portIsExplicit: true,
      publicUrl: 'https://a.example',
      host: '0.0.0.0',
      trustProxy: true,
    })
    expect(env.limits.commandsPerSecond).toBe(9000)
  })

  it('[CF2] tells all faults at once', () => {
    const message = messageOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'here',
      LIMIT_JSON_DEPTH: '-1',
      DATABASE_URL: 'mysql://x',
    })
    for (const name of ['PORT', 'LOG_LEVEL', 'PUBLIC_URL', 'LIMIT_JSON_DEPTH', 'DATABASE_URL'])
      expect(message).toContain(`- ${name} must`)
    expect(message).toContain('5 faults')
  })

  it('[CF3] keeps secrets out of its message', () => {
    const message = messageOf({ AUTH_SECRET: 'hush', METRICS_TOKEN: 'quiet', DATABASE_URL: 'mysql://me:whisper@x' })
    expect(message).toContain('3 faults')
    expect(message).not.toMatch(/hush|quiet|whisper/)
  })

  it('[CF4] is explained in the docs, with its defaults', () => {
    const rows = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `(\w+)` \| (.+?) \| (.+) \|$/gm)]
    expect(rows.map(([, name]) => name).sort()).toEqual([...VARIABLES].sort())
    const asDocumented = Object.fromEntries(
      rows.filter(row => row[1]?.startsWith('LIMIT_')).map(row => [row[1], row[2]?.replaceAll('`', '')]),
    )
    expect(readEnv(asDocumented).limits).toEqual(readEnv({}).limits)
  })

  it('[CF5] makes the secret of sessions once and keeps it to itself', () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'everdraft-secret-'))
    const made = authSecret({ dataDir })
    expect(made.length).toBeGreaterThanOrEqual(43)
    expect(authSecret({ dataDir })).toBe(made)
    expect(authSecret({ dataDir, authSecret: 'given' })).toBe('given')
    if (process.platform !== 'win32') expect(statSync(path.join(dataDir, 'auth-secret')).mode & 0o777).toBe(0o600)
    rmSync(dataDir, { recursive: true })
  })
})
