import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { packaged } from '../../server/launch/processes.mjs'

const SYSTEM = {
  linux: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'].map(
    name => `/usr/bin/${name}`,
  ),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    name => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'].concat([
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ]),
}

export const HOW_TO_GET_CHROMIUM = `The browser tests need Chromium. Install it by one of:
  npx playwright install chromium
  sudo apt-get install chromium     (Debian; other systems have a package too)`

/** The Chromium to test with: Playwright's own, else the system's. */
export async function findChromium() {
  const { chromium } = await import('@playwright/test')
  return [chromium.executablePath(), ...(SYSTEM[process.platform] ?? [])].find(file => file && existsSync(file))
}

/** Tries what this machine allows, and answers with what it got. `run` is the launchers' way to run a program. */
export async function installChromium(run) {
  console.log('There is no Chromium yet; installing Playwright’s own …')
  await run(process.execPath, [packaged('@playwright/test/cli.js'), 'install', 'chromium'])
  if (!(await findChromium()) && process.getuid?.() === 0 && has('apt-get')) {
    console.log('That failed; installing the system’s …')
    await run('apt-get', ['update'])
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  return findChromium()
}

function has(program) {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
