/** Rows that another system owns: written when new or newer than what is here, in any order, any number of times. */
import type { Tx } from './transaction'

/**
 * @param rows column → value, all with the same columns, one of them `platform_updated_at`
 * @returns how many rows were inserted or changed
 */
export const upsertNewer = async (
  tx: Tx,
  table: string,
  idColumns: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<number> => {
  const [first] = rows
  if (!first) return 0
  const columns = Object.keys(first)
  // MySQL assigns in order: the date that decides is changed last.
  const changed = [
    ...columns.filter(c => c !== 'platform_updated_at' && !idColumns.includes(c)),
    'platform_updated_at',
  ].map(c => `${c} = IF(VALUES(platform_updated_at) >= ${table}.platform_updated_at, VALUES(${c}), ${table}.${c})`)
  const result = (await tx.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')}
     ON DUPLICATE KEY UPDATE ${changed.join(', ')}`,
    rows.flatMap(row => columns.map(c => row[c])),
  )) as { affectedRows: number }
  // MySQL counts an inserted row once and a changed row twice.
  return Math.min(result.affectedRows, rows.length)
}
