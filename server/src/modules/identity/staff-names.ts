import { In } from 'typeorm'
import { type Db, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { Staff } from './staff.entity'

/** Display names of staff by account, as their administrator entered them; for those who ever held a position. */
export const staffNames = async (db: Db, cipher: FieldCipher, accountIds: string[]): Promise<Map<string, string>> => {
  const staff = accountIds.length ? await managerOf(db).findBy(Staff, { accountId: In([...new Set(accountIds)]) }) : []
  return new Map(staff.map(s => [s.accountId, cipher.open(s.displayName, 'name')]))
}
