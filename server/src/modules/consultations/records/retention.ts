/**
 * What the law keeps goes when its years are over (互联网诊疗监管细则 art. 20): what was said CONVERSATION_YEARS after its
 * end, the record with the evidence of the diagnosis RECORD_YEARS after the person's last visit. One consultation a
 * transaction, so that a run that is cut short or repeated elsewhere goes on where it stopped.
 */
import { DateTime } from 'luxon'
import { IsNull } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Tx, transaction } from '../../../db/transaction'
import { forgetAttachments } from '../../attachments'
import { type Access, recordAccess } from '../../audit'
import { ConsultationComplaint } from '../complaint.entity'
import { Consultation } from '../consultation.entity'
import { type Evidence, openJson } from '../earlier'
import { ConsultationMessage } from '../message.entity'
import { ConsultationSummary } from '../summary.entity'

const batch = 200
const kind = 'consultation'

const yearsAgo = (now: Date, years: number, zone: string): Date =>
  DateTime.fromJSDate(now, { zone }).minus({ years }).toJSDate()

/**
 * The years of outpatient records count from the person's last visit (医疗机构病历管理规定 2013 art. 29): a later
 * consultation, a later correction or a later visit to a clinic keeps them all.
 */
const seenSince = `EXISTS (SELECT 1 FROM consultation v
    LEFT JOIN consultation_summary s ON s.consultation_id = v.consultation_id
    WHERE v.person_id = c.person_id AND (v.ended_at IS NULL OR v.ended_at >= :before OR s.signed_at >= :before))
  OR EXISTS (SELECT 1 FROM appointment a
    WHERE a.person_id = c.person_id AND a.day >= :day AND a.status = 'fulfilled')`

/** What is complained about is what shows who was right: it stays until the answer is given. */
const complainedOf = 'EXISTS (SELECT 1 FROM consultation_complaint p WHERE p.open_key = c.consultation_id)'

/** Nothing is left to be numbered, delivered or read. */
const silent = { lastSeq: 0, residentDelivered: 0, residentRead: 0, doctorDelivered: 0, doctorRead: 0 }

/** That it was there and went when it had to, once, and nothing of what it said. */
const forgetting = ({ consultationId, personId, institutionId }: Consultation, action: string, at: Date): Access => ({
  ...{ at, action, personId, institutionId, details: { consultationId } },
  ...{ accountId: null, role: null, purpose: null, requestId: null },
})

const forgetConversation = async (tx: Tx, { cipher }: Context, c: Consultation, now: Date): Promise<void> => {
  const { consultationId } = c
  const done = await tx.update(Consultation, { consultationId, forgottenAt: IsNull() }, { forgottenAt: now, ...silent })
  if (!done.affected) return
  await tx.delete(ConsultationMessage, { consultationId })
  const kept = c.evidence === null ? [] : openJson<Evidence>(cipher, c.evidence).attachmentIds
  await forgetAttachments(tx, kind, [consultationId], now, kept)
  await recordAccess(tx, forgetting(c, 'consultations.conversation-forgotten', now))
}

const forgetRecord = async (tx: Tx, c: Consultation, now: Date): Promise<void> => {
  const { consultationId } = c
  const done = await tx.delete(Consultation, { consultationId })
  if (!done.affected) return
  await tx.delete(ConsultationMessage, { consultationId })
  await tx.delete(ConsultationSummary, { consultationId })
  await tx.delete(ConsultationComplaint, { consultationId })
  await forgetAttachments(tx, kind, [consultationId], now)
  await recordAccess(tx, forgetting(c, 'consultations.forgotten', now))
}

/** Behind the last of a batch: what had to stay before it is not looked at again in this run. */
const further = 'c.ended_at >= :endedAt AND (c.ended_at > :endedAt OR c.consultation_id > :id)'
const lastOf = (rows: readonly Consultation[]) => {
  const { endedAt, consultationId: id } = rows.at(-1)!
  return { endedAt, id }
}

/** @returns how many of each went */
export const forgetOld = async (context: Context, stopping?: AbortSignal) => {
  const { db, clock, config } = context
  const now = clock.now()
  const each = async (years: number, only: string, forget: (tx: Tx, c: Consultation) => Promise<void>) => {
    const before = yearsAgo(now, years, config.TIME_ZONE)
    const old = db.manager
      .createQueryBuilder(Consultation, 'c')
      .where('c.ended_at < :before', { before, day: dayOf(before, config.TIME_ZONE) })
      .andWhere(`NOT ${complainedOf} AND ${only}`)
      .orderBy('c.ended_at')
      .addOrderBy('c.consultation_id')
      .limit(batch)
    let forgotten = 0
    let from = old
    while (!stopping?.aborted) {
      const rows = await from.getMany()
      for (const row of rows) await transaction(db, tx => forget(tx, row))
      forgotten += rows.length
      if (rows.length < batch) break
      from = old.clone().andWhere(further, lastOf(rows))
    }
    return forgotten
  }
  const records = await each(config.RECORD_YEARS, `NOT (${seenSince})`, (tx, c) => forgetRecord(tx, c, now))
  const conversations = await each(config.CONVERSATION_YEARS, 'c.forgotten_at IS NULL', (tx, c) =>
    forgetConversation(tx, context, c, now),
  )
  return { conversations, records }
}
