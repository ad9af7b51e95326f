import pg from 'pg'
import { quantile } from '../support/quantiles'

/** The yardstick: bare one-row INSERT commits, prepared, one after the other, over the driver that the server uses too. */
export class BareCommits {
  private constructor(private readonly client: pg.Client) {}

  static async on(databaseUrl: string): Promise<BareCommits> {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query('create table if not exists bench_bare (id bigserial primary key, payload bytea not null)')
    return new BareCommits(client)
  }

  /** @param pause in ms between two: what a database does seldom it does in twice to four times the time */
  async measure(count = 1_000, pause = 0): Promise<{ p50: number; p99: number }> {
    const payload = Buffer.alloc(120, 'x')
    const times: number[] = []
    for (let i = 0; i < count; i++) {
      if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
      const began = performance.now()
      await this.client.query({ name: 'bare', text: 'insert into bench_bare (payload) values ($1)', values: [payload] })
      times.push(performance.now() - began)
    }
    return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  }

  close(): Promise<void> {
    return this.client.end()
  }
}
