/** The part of deleting an account that is not any owner's (个人信息保护法 art. 47). */
import type { PersonalData } from '../identity'
import { forgetUnused } from './forget'

export const unusedAttachments: PersonalData = {
  // What is used stands in its owner's part; what is not is gone after a day.
  copy: async () => [],
  erase: (tx, { accountId }, now) => forgetUnused(tx, accountId, now),
}
