/**
 * What a message says is sealed at rest. Those who tell are in the middle of their own transaction and hold no cipher,
 * so the connection pool knows its own: set once, where the server is put together.
 */
import type { DataSource } from 'typeorm'
import { type Db, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import type { Facts } from './facts'

const ciphers = new WeakMap<DataSource, FieldCipher>()

export const sealMessagesWith = (db: DataSource, cipher: FieldCipher): void => void ciphers.set(db, cipher)

const cipherOf = (db: Db): FieldCipher => {
  const cipher = ciphers.get(managerOf(db).connection)
  if (!cipher) throw new Error('No cipher for messages: sealMessagesWith was not called for this database')
  return cipher
}

export const sealFacts = (db: Db, facts: Facts): string => cipherOf(db).seal(JSON.stringify(facts), 'message')
export const openFacts = (cipher: FieldCipher, sealed: string): Facts =>
  JSON.parse(cipher.open(sealed, 'message')) as Facts
