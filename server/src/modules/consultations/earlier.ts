/** What the row keeps sealed as JSON: the record that shows the earlier diagnosis, as supplied and as kept. */
import type { CountyRecord } from 'shared/consultations/model'
import type { FieldCipher } from '../../security/field-cipher'

/** As supplied when asking: a snapshot of a county record, pictures by id, or nothing yet. */
export interface Earlier {
  by: 'county_record' | 'pictures' | 'doctor_fetches'
  record: CountyRecord | null
  attachmentIds: string[]
}
/** As the doctor kept it (互联网诊疗监管细则 art. 18: 留存相关资料). */
export interface Evidence {
  record: CountyRecord | null
  attachmentIds: string[]
}

export const sealJson = (cipher: FieldCipher, value: unknown): string =>
  cipher.seal(JSON.stringify(value), 'consultation')
export const openJson = <T>(cipher: FieldCipher, sealed: string): T => JSON.parse(cipher.open(sealed, 'consultation'))
