import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves once a server's read models are less than a second behind: until then it does their work beside what is measured. */
export async function caughtUp(url: string): Promise<void> {
  do await sleep(1_000)
  while ((await lag(url)) > 1_000)
}

async function lag(url: string): Promise<number> {
  const { projections } = (await (await fetch(`${url}/api/health`)).json()) as { projections: { lagMs: number }[] }
  return Math.max(...projections.map(({ lagMs }) => lagMs))
}
