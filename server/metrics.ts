import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const milliseconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/**
 * What this process counts, for Prometheus. Labels come from closed lists (an outcome's code, a route's pattern, a
 * projection's name): never an id, an address or anything that somebody wrote.
 * The event loop's delay is among the defaults (`nodejs_eventloop_lag_*`).
 */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    commands: new Counter({
      name: 'everdraft_commands_total',
      help: 'Commands by the door they came through and how they ended: ok, or the code of the refusal',
      labelNames: ['via', 'outcome'] as const,
      registers,
    }),
    ackSeconds: new Histogram({
      name: 'everdraft_ack_seconds',
      help: 'From a command at the door to its durable acknowledgement',
      labelNames: ['via'] as const,
      buckets: milliseconds,
      registers,
    }),
    appendBatch: new Histogram({
      name: 'everdraft_append_batch_events',
      help: 'Events that shared one statement and one commit',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      registers,
    }),
    eventsAppended: new Counter({ name: 'everdraft_events_appended_total', help: 'Events made durable', registers }),
    openSockets: new Gauge({ name: 'everdraft_open_sockets', help: 'Connected sockets', registers }),
    openDocuments: new Gauge({ name: 'everdraft_open_documents', help: 'Documents held in memory', registers }),
    projectionLag: new Gauge({
      name: 'everdraft_projection_lag_seconds',
      help: 'Age of the oldest event that a projection has not yet read',
      labelNames: ['projection'] as const,
      registers,
    }),
    hashMismatches: new Counter({
      name: 'everdraft_hash_mismatches_total',
      help: 'Clients whose document was not the same as ours at the same revision',
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'everdraft_http_seconds',
      help: 'Requests to /api by route and status',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: milliseconds,
      registers,
    }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
