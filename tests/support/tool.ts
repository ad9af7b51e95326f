import { execFile } from 'node:child_process'
import path from 'node:path'

/** Runs a tool of server/tools on a database, as npm run would; its exit code and all that it said. */
export function runTool(
  name: string,
  databaseUrl: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const command = [path.resolve('node_modules/tsx/dist/cli.mjs'), `server/tools/${name}.ts`, ...args]
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  return new Promise(resolve => {
    execFile(process.execPath, command, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    })
  })
}
