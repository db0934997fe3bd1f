import { type ConsultationRules as Rules, adminConsultationsContract } from 'shared/consultations/admin-contract'
import { isProblem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { type Routes, routes } from '../../../http/call'
import { institutionOf } from '../../identity'
import { type RulesKind, administratorName, changeRules, readRules } from '../../rules'
import { rulesFrom } from '../asking/rules'
import { showParts } from '../asking/show-consultation'
import { summaryVersions } from '../records/summaries'
import { ConsultationRules, ConsultationRulesChange } from '../rules.entity'
import { showMessages } from '../talking/show-messages'
import { answerComplaint, listComplaints } from './complaints'
import { exportConsultation } from './export-consultation'
import { findConsultations } from './find-consultations'
import { describeChanges } from './rules-words'
import { lookAtWhole } from './whole-consultation'

const rules: RulesKind<Rules> = {
  stored: ConsultationRules,
  changes: ConsultationRulesChange,
  from: stored => rulesFrom(stored ?? null),
  describe: describeChanges,
  action: 'consultations.change-rules',
}

/** The regulator's view is read-only: nothing here writes to a consultation. */
export const oversightRoutes = (context: Context): Routes => {
  const { db, cipher, clock } = context
  return routes(adminConsultationsContract, {
    consultationRules: ({ params }) => readRules(rules, db, params.institutionId),
    async changeConsultationRules({ params, body }, { session, requestId, write }) {
      const byName = await administratorName(context, session.selfPersonId)
      const change = { ...params, ...body, accountId: session.accountId, byName, requestId, now: clock.now() }
      return write(tx => changeRules(rules, tx, change))
    },
    findConsultations: ({ query }, call) => findConsultations(context, call, query),
    async openConsultation({ params: { consultationId }, body: { reason } }, call) {
      const whole = await lookAtWhole(context, call, 'consultations.view', { consultationId, reason })
      if (isProblem(whole)) return whole
      const { consultation, personName, circumstances, rating, complaint, trace } = whole
      const [parts, messages, summaries] = await Promise.all([
        showParts(context, call.session, [consultation]),
        showMessages(context, call.session, whole.messages),
        summaryVersions(db, cipher, consultationId),
      ])
      return {
        consultation: { ...parts.get(consultationId)!, personName, ...circumstances },
        ...{ messages, summaries, rating, complaint },
        trace: trace.map(step => ({ ...step, at: step.at.toISOString() })),
      }
    },
    async exportConsultation({ params: { consultationId }, body: { reason } }, call) {
      const whole = await lookAtWhole(context, call, 'consultations.export', { consultationId, reason })
      return isProblem(whole) ? whole : exportConsultation(context, whole, reason)
    },
    consultationComplaints: (_request, call) => listComplaints(context, call),
    answerComplaint({ params: { complaintId }, body: { answer } }, { session, positions, requestId, write }) {
      const by = {
        action: 'consultations.answer-complaint',
        accountId: session.accountId,
        role: 'administrator',
        institutionId: institutionOf(positions),
        purpose: null,
        requestId,
      }
      return write(tx => answerComplaint(tx, context, { complaintId, answer, by, at: clock.now() }))
    },
  })
}
