import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** One project per kind of test; only `integration` has a database. */
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
      project('unit', { testTimeout: 60_000 }),
      project('property', { testTimeout: 300_000 }),
      project('contract'),
      project('integration', {
        globalSetup: 'tests/support/global-setup.ts',
        testTimeout: 30_000,
        hookTimeout: 60_000,
      }),
    ],
  },
})
