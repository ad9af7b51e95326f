import path from 'node:path'
import { defineConfig } from 'vitest/config'

// In CI what stalls with the machine is tried once more, and told: integration and faults wait for whole processes.
const retry = process.env.CI === undefined ? 0 : 1

/** One project per kind of test; only `integration` is given a database, `faults` brings up its own. */
const project = (name: string, more: object = {}) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], ...more },
})

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    environment: 'node',
    projects: [
      project('house'),
      // Of these none leaves anything behind in a module, and loading the editor's anew for each file takes as long as the tests.
      project('unit', { testTimeout: 60_000, isolate: false }),
      project('property', { testTimeout: 900_000, isolate: false }),
      project('contract'),
      project('integration', {
        globalSetup: 'tests/support/global-setup.ts',
        // Vitest leaves a core to itself; these mostly wait for a database or another process. A given database is only one.
        maxWorkers: process.env.TEST_DATABASE_URL === undefined ? 2 : 1,
        testTimeout: 30_000,
        hookTimeout: 60_000,
        isolate: false,
        retry,
      }),
      // Whole servers and databases that are killed: one file after the other, so that they don't starve each other.
      project('faults', { testTimeout: 180_000, hookTimeout: 120_000, fileParallelism: false, retry }),
    ],
  },
})
