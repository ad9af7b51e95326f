import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** The project's own files as git sees them: tracked, or new and not ignored. */
export const files: string[] = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter(file => file !== '' && existsSync(file))

export const sources = files.filter(file => /\.(ts|tsx|mts|js|mjs|css)$/.test(file))

export const read = (file: string): string => readFileSync(file, 'utf8')
