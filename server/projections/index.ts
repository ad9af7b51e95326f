import { documentProjection } from './document'
import type { Projection } from './projection'
import { type ProjectionStatus, Runner, type RunnerContext } from './runner'
import { timelineProjection } from './timeline'

/** Every read model. A new one is a file, its tables, a line here and a query. */
export const projections = { document: documentProjection, timeline: timelineProjection } satisfies Record<
  string,
  Projection
>
export type ProjectionName = keyof typeof projections

/** The read models of this process, kept up with the log in the background. */
export class Projections {
  private readonly runners: Record<ProjectionName, Runner>

  constructor(context: RunnerContext) {
    this.runners = {
      document: new Runner(projections.document, context),
      timeline: new Runner(projections.timeline, context),
    }
  }

  start(): void {
    for (const runner of this.all()) runner.start()
  }

  /** A hint, after every commit of this process. */
  wake(): void {
    for (const runner of this.all()) runner.wake()
  }

  /** Whether a projection has come to a position by now or within 2 s: what `after=` asks before it's answered. */
  waitFor(name: ProjectionName, position: string): Promise<boolean> {
    return this.runners[name].waitFor(position)
  }

  /** For health and metrics. @throws where the database can't be asked */
  status(): Promise<ProjectionStatus[]> {
    return Promise.all(this.all().map(runner => runner.status()))
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map(runner => runner.stop()))
  }

  private all(): Runner[] {
    return Object.values(this.runners)
  }
}
