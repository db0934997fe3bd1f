/** Consultations as the resident's side sees them. */
import type { Consultation as ShownConsultation, Complaint, Rating } from 'shared/consultations/model'
import type { Receipt } from 'shared/relay/contract'
import { In } from 'typeorm'
import type * as z from 'zod/mini'
import { type Db, managerOf } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { maskName } from '../../../security/mask'
import { type Person, ageOn, findActing, findPeopleByIds } from '../../identity'
import { ordersFor } from '../../payments'
import { ConsultationComplaint } from '../complaint.entity'
import type { Consultation } from '../consultation.entity'
import type { Act } from './act'
import { doctorAwayOf } from './doctor-away'
import { needsGuardian, wordsRefusal } from './may-consult'
import { ratingEnds } from './rating-ends'
import { rulesOf } from './rules'
import { type PartsKnown, partsKnown, partsOf } from './show-consultation'

export type Shown = z.infer<typeof ShownConsultation>
export type ShownPayment = Shown['payment']

export interface OwnKnown {
  parts: PartsKnown
  /** Masked, unless it is oneself. */
  personName: string
  ratingDays: number
  complaint: z.infer<typeof Complaint> | null
  /** Read while it waits; told only of one that still does. */
  doctorAway: Shown['doctorAway']
  /** Of a small child whoever looks may only read: a grown-up writes (may-consult.ts). */
  guardianWrites: boolean
  receipt: Receipt
}

export const isLive = ({ status }: Pick<Consultation, 'status'>): boolean =>
  status === 'planned' || status === 'in-progress'

export const showComplaint = (cipher: FieldCipher, c: ConsultationComplaint): z.infer<typeof Complaint> => ({
  complaintId: c.complaintId,
  state: c.answeredAt ? 'answered' : 'open',
  statement: cipher.open(c.statement, 'consultation'),
  at: c.createdAt.toISOString(),
  answer: c.answer === null ? null : cipher.open(c.answer, 'consultation'),
  answeredAt: c.answeredAt?.toISOString() ?? null,
})

export const showRating = (cipher: FieldCipher, c: Consultation): z.infer<typeof Rating> | null =>
  c.stars === null
    ? null
    : {
        stars: c.stars,
        words: c.ratingWords === null ? null : cipher.open(c.ratingWords, 'consultation'),
        at: c.ratedAt!.toISOString(),
      }

/** How the fees stand, by consultation; asks nothing where nothing is to be paid. Sees a transaction's own writes. */
export const paymentsOf = async (db: Db, rows: readonly Consultation[]): Promise<Map<string, ShownPayment>> => {
  const paying = rows.filter(c => c.paymentState !== null)
  const orders = await ordersFor(
    db,
    'consultation',
    paying.map(c => c.consultationId),
  )
  return new Map(
    paying.map(({ consultationId, paymentState }) => {
      const { orderId, amount, payBefore } = orders.get(consultationId)!
      return [consultationId, { state: paymentState!, orderId, amount, payBefore: payBefore?.toISOString() ?? null }]
    }),
  )
}

/** Masked, but for one's own. */
const nameOf = (
  { context: { cipher }, session }: Act,
  { personId, name }: Pick<Person, 'personId' | 'name'>,
): string => {
  const whole = cipher.open(name, 'name')
  return personId === session.selfPersonId ? whole : maskName(whole)
}

/** Names of those for whom one asks. */
export const personNames = async (act: Act, personIds: readonly string[]): Promise<Map<string, string>> => {
  const people = await findPeopleByIds(act.context.db, personIds)
  return new Map([...people.values()].map(p => [p.personId, nameOf(act, p)]))
}

const patientOf = async ({ context: { db, config }, session, today }: Act, personId: string) => {
  const person = (await findPeopleByIds(db, [personId])).get(personId)!
  if (!needsGuardian(ageOn(person.birthDate, today), config)) return { person, guardianWrites: false }
  const ground = await findActing(db, session, personId, 'records', today)
  return { person, guardianWrites: !ground || wordsRefusal(ground, today, config) !== null }
}

const newestComplaint = (db: Db, consultationId: string): Promise<ConsultationComplaint | null> =>
  managerOf(db).findOne(ConsultationComplaint, {
    where: { consultationId: In([consultationId]) },
    order: { createdAt: 'DESC', complaintId: 'DESC' },
  })

/** What showing one needs besides its row and its payment. Before a transaction. */
export const ownKnown = async (
  act: Act,
  c: Consultation,
  receipt: Receipt,
  attachments: readonly string[] = [],
): Promise<OwnKnown> => {
  const { context, session } = act
  const { db, cipher } = context
  const [parts, { person, guardianWrites }, rules, complaint, doctorAway] = await Promise.all([
    partsKnown(context, session, [c], attachments),
    patientOf(act, c.personId),
    rulesOf(db, c.institutionId),
    newestComplaint(db, c.consultationId),
    doctorAwayOf(act, c),
  ])
  return {
    parts,
    personName: nameOf(act, person),
    ratingDays: rules.ratingDays,
    complaint: complaint && showComplaint(cipher, complaint),
    doctorAway,
    guardianWrites,
    receipt,
  }
}

/** From what is known; asks nothing. */
export const showOwn = (c: Consultation, known: OwnKnown, payment: ShownPayment, { now }: Act): Shown => {
  const { parts, personName, ratingDays, complaint, doctorAway, guardianWrites, receipt } = known
  const live = isLive(c)
  const rateable = c.status === 'finished' && c.stars === null && now <= ratingEnds(c, ratingDays)
  return {
    ...partsOf(c, parts),
    personName,
    fee: c.fee,
    payment,
    rating: showRating(parts.cipher, c),
    complaint,
    doctorAway: c.status === 'planned' ? doctorAway : null,
    guardianWrites,
    can: {
      write: live && c.queuedAt !== null && !guardianWrites,
      withdraw: c.status === 'planned',
      rate: rateable,
      complain: complaint?.state !== 'open',
      changeRecordsAccess: live || c.allowRecords,
    },
    relay: receipt,
  }
}
