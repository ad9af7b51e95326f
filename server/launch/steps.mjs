// What a person sees while something is being prepared: one line a step, with its seconds; of a failure, what to do.

const live = process.stdout.isTTY === true

/** An expected failure: its message is shown without a stack. */
export class Failure extends Error {
  /** @param {string} what @param {string} [advice] */
  constructor(what, advice) {
    super(advice ? `${what}\n\n  ${advice.replaceAll('\n', '\n  ')}` : what)
  }
}

const pending = new Set()

/**
 * Does `work` under a line of its own. Steps may overlap; what is under way stands in the last line.
 * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function step(name, work) {
  const begin = performance.now()
  pending.add(name)
  showPending()
  try {
    const result = await work()
    line('✓', name, begin)
    return result
  } catch (error) {
    line('✗', name, begin)
    throw error
  }
}

/** @param {string} mark @param {string} name @param {number} begin */
function line(mark, name, begin) {
  const seconds = (performance.now() - begin) / 1000
  pending.delete(name)
  const clear = live ? '\r\u001b[K' : ''
  process.stdout.write(`${clear}  ${mark} ${name.padEnd(44)} ${seconds.toFixed(seconds < 10 ? 1 : 0).padStart(4)} s\n`)
  showPending()
}

function showPending() {
  if (live && pending.size > 0) process.stdout.write(`\r\u001b[K  … ${[...pending].join(', ')}`)
}

/** Runs a launcher to its end: an expected failure is told in its own words, and the process ends with its code. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}\n` : error)
    process.exitCode = 1
  }
}
