import { type Cluster, runningPort, startCluster } from './cluster'

const lookEvery = 1_000

/**
 * Brings a cluster's server up again, on the port that everybody knows, when it was killed under us. As long as children of a
 * killed one live, PostgreSQL refuses to start; so it's tried until it works.
 */
export class Keeper {
  private timer: NodeJS.Timeout | undefined
  private working: Promise<void> = Promise.resolve()
  private complained = false

  /** @param settings what the server was started with, its port among them */
  constructor(
    private readonly cluster: Cluster,
    private readonly settings: Record<string, string>,
  ) {}

  start(tell: (line: string) => void): void {
    this.timer ??= setInterval(() => {
      this.working = this.working.then(() => this.look(tell))
    }, lookEvery)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    this.timer = undefined
    await this.working
  }

  private async look(tell: (line: string) => void): Promise<void> {
    if (!this.timer || runningPort(this.cluster)) return
    try {
      await startCluster(this.cluster, this.settings)
      tell('The database was gone and has been brought up again')
      this.complained = false
    } catch (error) {
      if (!this.complained) tell(`The database is gone and does not come up yet. ${(error as Error).message}`)
      this.complained = true
    }
  }
}
