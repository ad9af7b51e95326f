import type { Table } from './projection'
import type { StoredRow } from './rows'

/** A value that isn't what the log makes; `column` is empty where a whole row is too many or missing (undefined). */
export type Difference = {
  documentId: string
  table: string
  key: string
  column: string
  stored: unknown
  rebuilt: unknown
}

/** Compares a document's rows in one table, column by column. */
export function compareRows(
  documentId: string,
  table: Table,
  stored: readonly StoredRow[],
  rebuilt: readonly StoredRow[],
): Difference[] {
  const keyOf = (row: StoredRow) => table.key.map(column => String(row[column])).join(' ')
  const [left, right] = [stored, rebuilt].map(rows => new Map(rows.map(row => [keyOf(row), row])))
  const differences: Difference[] = []
  for (const key of new Set([...left!.keys(), ...right!.keys()])) {
    const [a, b] = [left!.get(key), right!.get(key)]
    const base = { documentId, table: table.name, key }
    if (!a || !b) {
      differences.push({ ...base, column: '', stored: a, rebuilt: b })
      continue
    }
    for (const column of Object.keys(b))
      if (JSON.stringify(a[column]) !== JSON.stringify(b[column]))
        differences.push({ ...base, column, stored: a[column], rebuilt: b[column] })
  }
  return differences
}
