import { type AppointmentRules, appointmentRulesContract } from 'shared/appointments/rules-contract'
import type { Context } from '../../../context'
import { type Routes, routes } from '../../../http/call'
import { type RulesKind, administratorName, changeRules, readRules } from '../../rules'
import { InstitutionRules, InstitutionRulesChange } from '../institution-rules.entity'
import { rulesFrom } from './rules'
import { describeChanges } from './rules-words'

const kind: RulesKind<AppointmentRules> = {
  stored: InstitutionRules,
  changes: InstitutionRulesChange,
  from: rulesFrom,
  describe: describeChanges,
  action: 'appointments.change-rules',
}

export const rulesRoutes = (context: Context): Routes =>
  routes(appointmentRulesContract, {
    rules: ({ params }) => readRules(kind, context.db, params.institutionId),
    changeRules: async ({ params, body }, { session, requestId, write }) => {
      const byName = await administratorName(context, session.selfPersonId)
      const { accountId } = session
      const change = { ...params, ...body, accountId, byName, requestId, now: context.clock.now() }
      return write(tx => changeRules(kind, tx, change))
    },
  })
