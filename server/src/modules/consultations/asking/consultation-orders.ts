/** What payments tell of a question's order: paid lets the doctor see it, expired ends it. */
import { In } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { isProblem } from 'shared/kernel/errors'
import type { PurposeOwner } from '../../payments'
import { changeConsultation } from '../change'
import { Consultation } from '../consultation.entity'
import { endConsultation } from '../end-consultation'
import { announce } from '../talking/announce'
import { tellDoctor } from '../talking/tell-consultation'
import { queued, tellAnswers } from './queue'
import { rulesOf } from './rules'
import { countUnpaid } from './unpaid'

/** Locked, so that nobody changes it between the look and the write: a payment is not tried again. */
const findDue = (tx: Tx, consultationId: string): Promise<Consultation | null> =>
  tx.findOne(Consultation, {
    where: { consultationId, status: 'planned', paymentState: 'due' },
    lock: { mode: 'pessimistic_write' },
  })

const bySystem = (action: string, { institutionId }: Consultation) => ({
  action,
  accountId: null,
  role: null,
  institutionId,
  purpose: null,
  requestId: null,
})

export const consultationOrders = (context: Context): PurposeOwner => ({
  async paid(tx, { purposeId, at }) {
    const due = await findDue(tx, purposeId)
    if (!due) return 'unwanted'
    const rules = await rulesOf(tx, due.institutionId)
    const set = { paymentState: 'paid' as const, ...queued(rules, at) }
    const now = await changeConsultation(tx, due, set, bySystem('consultations.paid', due), at)
    if (isProblem(now)) return 'unwanted'
    await tellAnswers(tx, context.cipher, now, at)
    await tellDoctor(tx, now, at)
    return 'fulfilled'
  },
  async expired(tx, { purposeId, at }) {
    const due = await findDue(tx, purposeId)
    if (!due) return
    const { payMinutes } = await rulesOf(tx, due.institutionId)
    const words = `${payMinutes} 分钟内没有付款，问诊没有发给医生`
    const by = bySystem('consultations.unpaid', due)
    await endConsultation(tx, context, due, { outcome: 'unpaid', words, state: '未付款', refund: null, by, at })
    await countUnpaid(tx, due, { now: at, today: dayOf(at, context.config.TIME_ZONE) })
  },
  /** No new version: nothing of the consultation has changed. */
  async refunded(tx, { purposeId }) {
    const where = { consultationId: purposeId, paymentState: In(['paid', 'refunding'] as const) }
    await tx.update(Consultation, where, { paymentState: 'refunded' })
  },
  async committed({ purposeId: consultationId }) {
    const c = await context.db.manager.findOneBy(Consultation, { consultationId })
    if (!c) return
    announce(context, c, 'state')
    announce(context, c, 'queue')
  },
})
