import pg from 'pg'
import { isUnavailable } from './errors'

type Traced = { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } }

/** Data that PostgreSQL refuses (22), a broken constraint (23), a value over a limit of its (54). */
const dataFaults = /^(?:22|23|54)/

/** Whether the database failed us, which passes, rather than an event or our own code, which doesn't. */
export function isDatabaseFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (isUnavailable(error)) return true
  const state = stateOf(error)
  if (typeof state === 'string') return !dataFaults.test(state)
  const { code } = error as Traced
  return typeof code === 'string' || error.name.startsWith('PrismaClient') || error.name === 'DriverAdapterError'
}

/** Whether bytes that should have been text aren't. */
export function isNotText(error: unknown): boolean {
  return stateOf(error) === '22021'
}

function stateOf(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) return error.code
  return (error as Traced | null)?.meta?.driverAdapterError?.cause?.originalCode
}
