import { defineConfig } from '@playwright/test'
import { findChromium } from './chromium.mjs'

const asRoot = process.getuid?.() === 0
const executablePath = await findChromium()

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: './global-setup.ts',
  // For a machine that has other things to do; nothing waits so long when all is well.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  use: {
    // Set by the global setup, once the server listens.
    ...(process.env.EVERDRAFT_URL ? { baseURL: process.env.EVERDRAFT_URL } : {}),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        // Chromium refuses to sandbox as root.
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
        // Without a screen the processor would draw for it.
        '--disable-gpu',
      ],
    },
  },
})
