/**
 * Runs a tool to its end: its exit code, 2 with the usage where it answers null, 1 with the message where it throws.
 */
export function runTool(usage: string, tool: (args: string[]) => Promise<number | null>): void {
  tool(process.argv.slice(2)).then(
    code => {
      if (code === null) console.error(usage)
      process.exitCode = code ?? 2
    },
    error => {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
    },
  )
}
