import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutants'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What is built or installed, and the same for every mutant. */
const shared = ['node_modules', '.next', 'prisma/generated']

/** A copy of the project in which things can be broken, and mended again. */
export class Copy {
  readonly folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-mutants-'))
  private broken: string[] = []

  constructor() {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
    for (const file of String(listed).split('\n').filter(Boolean)) {
      mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true })
      cpSync(path.join(root, file), path.join(this.folder, file))
    }
    for (const each of shared) symlinkSync(path.join(root, each), path.join(this.folder, each))
  }

  /** @throws Error where a text doesn't stand exactly once in its file: then the mutant has to follow the code */
  break({ name, edits }: Mutant): void {
    for (const { file, find, replace } of edits) {
      const source = readFileSync(path.join(this.folder, file), 'utf8')
      const count = source.split(find).length - 1
      if (count !== 1) throw new Error(`"${name}": ${file} has its text ${count} times, not once:\n${find}`)
      writeFileSync(
        path.join(this.folder, file),
        source.replace(find, () => replace),
      )
      this.broken.push(file)
    }
  }

  mend(): void {
    for (const file of this.broken) cpSync(path.join(root, file), path.join(this.folder, file))
    this.broken = []
  }

  /** Bundles the server, for tests that run it as a process. */
  async build(): Promise<void> {
    const script = `const { buildServer } = await import('./server/launch/prepare.mjs'); await buildServer()`
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: this.folder, stdio: 'pipe' })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
