import { defineConfig } from '@playwright/test'
import { findChromium } from './chromium.mjs'

const asRoot = process.getuid?.() === 0
const executablePath = await findChromium()

// Chromium takes the last list alone, so Playwright's own stands here too. The first two are the address bar of each window: two
// pages of their own, which nobody sees.
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: './global-setup.ts',
  // For a machine that has other things to do; nothing waits so long when all is well.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  workers: 2,
  // A machine shared with others may stall for a minute; what passes at the second try is told as flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: process.env.CI !== undefined,
  use: {
    // Set by the global setup, once the server listens.
    ...(process.env.EVERDRAFT_URL ? { baseURL: process.env.EVERDRAFT_URL } : {}),
    screenshot: 'only-on-failure',
    // Tracing every test takes as long as the tests.
    trace: 'on-first-retry',
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
        `--disable-features=${withoutFeatures.join()}`,
      ],
    },
  },
})
