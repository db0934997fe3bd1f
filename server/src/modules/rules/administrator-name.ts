import type { Context } from '../../context'
import { maskName } from '../../security/mask'
import { findPeopleByIds, openName } from '../identity'

/** As the history of changes names who made one: 县级管理员 李*. */
export const administratorName = async ({ db, cipher }: Context, personId: string | null): Promise<string> => {
  const person = personId ? (await findPeopleByIds(db, [personId])).get(personId) : undefined
  return person ? `县级管理员 ${maskName(openName(cipher, person))}` : '县级管理员'
}
