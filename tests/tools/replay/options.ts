export const usage = `Usage: npm run replay -- FILE [--speed N | --fast] [--server URL] [--limit N]
  FILE          a recording: a file, or the name of one in TRACES_DIR (default ../shared/traces)
  --speed N     N times as fast as it was recorded; where it has no times, they are made
  --fast        as fast as acknowledgements allow (the default)
  --server URL  a server that runs already; without it one is started for the occasion
  --limit N     only the first N transactions`

export type Options = { file: string; speed: number | null; server: string | null; limit: number }

/** @throws Error with the usage where the arguments make no sense */
export function readOptions(args: readonly string[]): Options {
  const options: Options = { file: '', speed: null, server: null, limit: Number.POSITIVE_INFINITY }
  const rest = [...args]
  const value = (name: string) => rest.shift() ?? fail(`${name} needs a value`)
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--fast') options.speed = null
    else if (arg === '--speed') options.speed = positive(arg, value(arg))
    else if (arg === '--limit') options.limit = Math.ceil(positive(arg, value(arg)))
    else if (arg === '--server') options.server = new URL(value(arg)).origin
    else if (arg.startsWith('-') || options.file) fail(`What is ${arg}?`)
    else options.file = arg
  }
  if (!options.file) fail('Which recording?')
  return options
}

function positive(name: string, text: string): number {
  const number = Number(text)
  return number > 0 ? number : fail(`${name} takes a number above 0, not "${text}"`)
}

function fail(message: string): never {
  throw new Error(`${message}\n${usage}`)
}
