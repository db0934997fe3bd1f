/**
 * Asks a doctor. After everything that can refuse without a lock (prepare-question.ts), the place of the doctor's day,
 * the row, its pictures, its order or its events are written in one transaction.
 */
import { redFlagsInQuestion } from 'shared/consultations/red-flags'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import { claimAttachments } from '../../attachments'
import { recordAccess } from '../../audit'
import { giveConsent, holdHealthData } from '../../identity'
import { type NewOrder, openOrders } from '../../payments'
import { Consultation } from '../consultation.entity'
import { sealJson } from '../earlier'
import { announce } from '../talking/announce'
import { tellDoctor } from '../talking/tell-consultation'
import { type Act, type Write, byResident } from './act'
import { writerOf } from './asked-by'
import { liveKeyOf, openAlready } from './live-question'
import { dayAt, takePlace } from './places'
import { type AskRefusal, type Asked, type Question, prepareQuestion } from './prepare-question'
import { queued, tellAnswers } from './queue'
import { type Shown, type ShownPayment, ownKnown, showOwn } from './show-own'

const nothingYet = {
  outcome: null,
  evidence: null,
  evidenceAt: null,
  assessment: null,
  firstAnswerAt: null,
  acceptedAt: null,
  endedAt: null,
  endedWords: null,
  lapseAt: null,
  transferredBy: null,
  transferWords: null,
  clinicWhy: null,
  clinicDepartmentId: null,
  clinicAppointmentId: null,
  followUpOn: null,
  followedUpAt: null,
  stars: null,
  ratingWords: null,
  ratedAt: null,
  lastSeq: 0,
  lastAt: null,
  residentDelivered: 0,
  residentRead: 0,
  doctorDelivered: 0,
  doctorRead: 0,
  forgottenAt: null,
}

/** The row; nothing is written yet. Version 1 is what the county platform hears of first: asked, or paid. */
const rowOf = ({ context: { cipher }, session, now }: Act, question: Question, askedBy: string): Consultation => {
  const { asked, doctor, answers, earlier } = question
  const { personId, doctorId, institutionId, visit, reason, consentVersion, allowRecords, guardianPresent } = asked
  const { fee, ownTeam } = doctor.shown
  const due = fee > 0
  const waiting = { queuedAt: null, cameAt: null, acceptBefore: null, awaiting: null, awaitingSince: null }
  return {
    ...nothingYet,
    consultationId: uuid(),
    personId,
    accountId: session.accountId,
    doctorId,
    institutionId,
    ownTeam,
    liveKey: liveKeyOf(personId, doctorId),
    status: 'planned',
    version: due ? 0 : 1,
    fee,
    paymentState: due ? 'due' : null,
    visit,
    reason: cipher.seal(reason, 'consultation'),
    attachmentIds: JSON.stringify([...new Set(asked.attachmentIds)]),
    earlier: sealJson(cipher, earlier),
    answers: sealJson(cipher, answers),
    redFlags: sealJson(cipher, redFlagsInQuestion(reason, answers)),
    consentVersion,
    allowRecords,
    guardianPresent,
    askedBy: cipher.seal(askedBy, 'name'),
    askedAt: now,
    ...(due ? waiting : queued(doctor.desk.rules, now)),
  }
}

/** 11月22日 在线问诊 李明医生. */
const orderFor = ({ now, today }: Act, c: Consultation, { doctor }: Question): NewOrder & { orderId: string } => {
  const [, month, date] = today.split('-').map(Number)
  return {
    orderId: uuid(),
    purpose: 'consultation',
    purposeId: c.consultationId,
    personId: c.personId,
    accountId: c.accountId,
    institutionId: c.institutionId,
    amount: c.fee,
    what: `${month}月${date}日 在线问诊 ${doctor.desk.name}医生`,
    validUntil: new Date(now.getTime() + doctor.desk.rules.payMinutes * 60_000),
    at: now,
  }
}

/** Pictures of paper prove a diagnosis; a sound does not. */
const claim = async (tx: Tx, c: Consultation, { earlier, attachmentIds }: Question) => {
  const { accountId, consultationId: ownerId } = c
  const claimed = await claimAttachments(tx, { accountId, attachmentIds, ownerKind: 'consultation', ownerId })
  if (isProblem(claimed)) return claimed
  const sound = claimed.some(a => a.kind === 'sound' && earlier.attachmentIds.includes(a.attachmentId))
  return sound ? problem('attachment_unknown') : null
}

/** Two questions of one person to one doctor at the same moment have one winner. */
const insert = async (tx: Tx, c: Consultation): Promise<Problem<'consultation_open'> | null> => {
  try {
    await tx.createQueryBuilder().insert().into(Consultation).values(c).updateEntity(false).execute()
    return null
  } catch (error) {
    if (!isDuplicate(error)) throw error
    return (await openAlready(tx, c.liveKey!)) ?? problem('consultation_open')
  }
}

/** Asking is agreeing, with the text on the page: to be read again, and withdrawn, among the account's other consents. */
const agree = (tx: Tx, { context: { config }, session: { accountId }, now }: Act, { consentVersion }: Consultation) =>
  giveConsent(tx, config, { accountId, kind: 'consultation', version: consentVersion }, now)

const tellOf = async (tx: Tx, act: Act, c: Consultation, { whom }: Question): Promise<void> => {
  const { consultationId, personId, institutionId, version, status } = c
  const by = byResident(act, whom.ground, 'consultations.ask', institutionId)
  await recordAccess(tx, { ...by, at: act.now, personId, details: { consultationId } })
  if (!c.queuedAt) return
  await enqueue(tx, { kind: 'consultation', id: consultationId, version, data: { status }, at: act.now })
  await tellAnswers(tx, act.context.cipher, c, act.now)
  await tellDoctor(tx, c, act.now)
}

export const ask = async (act: Act, write: Write, asked: Asked): Promise<Shown | Problem<AskRefusal>> => {
  const question = await prepareQuestion(act, asked)
  if (isProblem(question)) return question
  const { context, today } = act
  const row = rowOf(act, question, writerOf(context, question.whom.ground))
  const order = row.paymentState === 'due' ? orderFor(act, row, question) : null
  const payment: ShownPayment = order && {
    state: 'due',
    orderId: order.orderId,
    amount: order.amount,
    payBefore: order.validUntil.toISOString(),
  }
  const known = await ownKnown(act, row, { state: 'waiting' })
  const { rules } = question.doctor.desk
  const { doctorId, institutionId } = row
  const day = dayAt(today, context.config.TIME_ZONE)
  const result = await write<Shown | Problem<AskRefusal>>(async tx => {
    // Others were asked for seconds: meanwhile it may have been withdrawn, and from here on it waits.
    const withheld = await holdHealthData(tx, row)
    if (withheld) return withheld
    const full = await takePlace(tx, { doctorId, institutionId, rules, day })
    if (full) return (await openAlready(tx, row.liveKey!)) ?? full
    const refused = (await insert(tx, row)) ?? (await claim(tx, row, question))
    if (refused) return refused
    const consent = await agree(tx, act, row)
    if (isProblem(consent)) return consent
    if (order) await openOrders(tx, [order])
    await tellOf(tx, act, row, question)
    return showOwn(row, known, payment, act)
  })
  if (!isProblem(result)) announce(context, row, 'queue')
  return result
}
