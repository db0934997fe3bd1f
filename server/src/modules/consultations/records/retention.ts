/**
 * What the law keeps goes when its years are over (互联网诊疗监管细则 art. 20): what was said after CONVERSATION_YEARS, the
 * record with the evidence of the diagnosis after RECORD_YEARS. One consultation a transaction, so that a run that is cut
 * short or repeated elsewhere goes on where it stopped.
 */
import { DateTime } from 'luxon'
import { IsNull, LessThan } from 'typeorm'
import type { Context } from '../../../context'
import { type Tx, transaction } from '../../../db/transaction'
import { forgetAttachments } from '../../attachments'
import { ConsultationComplaint } from '../complaint.entity'
import { Consultation } from '../consultation.entity'
import { type Evidence, openJson } from '../earlier'
import { ConsultationMessage } from '../message.entity'
import { ConsultationSummary } from '../summary.entity'

const batch = 200
const kind = 'consultation'

const yearsAgo = (now: Date, years: number, zone: string): Date =>
  DateTime.fromJSDate(now, { zone }).minus({ years }).toJSDate()

/** Nothing is left to be numbered, delivered or read. */
const silent = { lastSeq: 0, residentDelivered: 0, residentRead: 0, doctorDelivered: 0, doctorRead: 0 }

const forgetConversation = async (tx: Tx, { cipher }: Context, c: Consultation, now: Date): Promise<void> => {
  const { consultationId } = c
  const done = await tx.update(Consultation, { consultationId, forgottenAt: IsNull() }, { forgottenAt: now, ...silent })
  if (!done.affected) return
  await tx.delete(ConsultationMessage, { consultationId })
  const kept = c.evidence === null ? [] : openJson<Evidence>(cipher, c.evidence).attachmentIds
  await forgetAttachments(tx, kind, [consultationId], now, kept)
}

const forgetRecord = async (tx: Tx, { consultationId }: Consultation, now: Date): Promise<void> => {
  await tx.delete(ConsultationMessage, { consultationId })
  await tx.delete(ConsultationSummary, { consultationId })
  await tx.delete(ConsultationComplaint, { consultationId })
  await forgetAttachments(tx, kind, [consultationId], now)
  await tx.delete(Consultation, { consultationId })
}

/** @returns how many of each went */
export const forgetOld = async (context: Context, stopping?: AbortSignal) => {
  const { db, clock, config } = context
  const now = clock.now()
  const went = { conversations: 0, records: 0 }
  const each = async (years: number, only: object, forget: (tx: Tx, c: Consultation) => Promise<void>) => {
    const where = { endedAt: LessThan(yearsAgo(now, years, config.TIME_ZONE)), ...only }
    let forgotten = 0
    while (!stopping?.aborted) {
      const rows = await db.manager.find(Consultation, { where, order: { endedAt: 'ASC' }, take: batch })
      for (const row of rows) await transaction(db, tx => forget(tx, row))
      forgotten += rows.length
      if (rows.length < batch) break
    }
    return forgotten
  }
  went.records = await each(config.RECORD_YEARS, {}, (tx, c) => forgetRecord(tx, c, now))
  const told = { forgottenAt: IsNull() }
  went.conversations = await each(config.CONVERSATION_YEARS, told, (tx, c) => forgetConversation(tx, context, c, now))
  return went
}
