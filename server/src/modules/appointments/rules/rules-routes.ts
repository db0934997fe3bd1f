import { appointmentRulesContract } from 'shared/appointments/rules-contract'
import type { Context } from '../../../context'
import { type Routes, routes } from '../../../http/call'
import { maskName } from '../../../security/mask'
import { findPeopleByIds, openName } from '../../identity'
import { changeRules, readRules } from './change-rules'

export const rulesRoutes = (context: Context): Routes => {
  const { db, cipher, clock } = context
  const nameOf = async (personId: string | null): Promise<string> => {
    const person = personId ? (await findPeopleByIds(db, [personId])).get(personId) : undefined
    return person ? `县级管理员 ${maskName(openName(cipher, person))}` : '县级管理员'
  }
  return routes(appointmentRulesContract, {
    rules: ({ params }) => readRules(db, params.institutionId),
    changeRules: async ({ params, body }, { session, requestId, write }) => {
      const byName = await nameOf(session.selfPersonId)
      const change = { ...params, ...body, accountId: session.accountId, byName, requestId, now: clock.now() }
      return write(tx => changeRules(tx, change))
    },
  })
}
