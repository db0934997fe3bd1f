/** Messages about a consultation, in the transaction of what happened: to the resident's side, and to the doctor. */
import type { MessageKind } from 'shared/notifications/contract'
import type { Tx } from '../../../db/transaction'
import { findDoctor, institutionNames } from '../../directory'
import { accountsOfDoctor } from '../../identity'
import { tell } from '../../notifications'
import type { Consultation } from '../consultation.entity'

type ConsultationKind = Extract<MessageKind, `consultation_${string}`>
export type About = Pick<Consultation, 'consultationId' | 'personId' | 'doctorId' | 'institutionId' | 'version'> &
  Pick<Consultation, 'residentRead' | 'doctorRead' | 'followUpOn'>

/** What a message opens. */
const pages = {
  talk: 'packages/resident/consultations/talk?consultationId=',
  summary: 'packages/resident/consultations/summary?consultationId=',
} as const

export interface ResidentWord {
  at: Date
  /** How it stands, in at most 5 Chinese characters: 已接诊, 有小结, 转门诊. */
  state?: string
  /** Why, and what happens now: 没有接诊，钱会原路退回. Nothing of what ails the person: it may stand on a lock screen. */
  reason?: string
  /** What is told besides whatever else one silence is told of: once by this word. */
  once?: string
  /** Default: the talk. */
  page?: keyof typeof pages
}

/** What is told once: of answers one until somebody of that side looks, of ends one, of a follow-up one for each day. */
export const keyOf = (
  { consultationId, residentRead, doctorRead, version, followUpOn }: About,
  kind: ConsultationKind,
  once?: string,
): string => {
  const of: Record<ConsultationKind, string | number> = {
    consultation_answered: residentRead,
    consultation_ended: version,
    consultation_follow_up: followUpOn ?? '',
    consultation_waiting: `${version}:${doctorRead}`,
  }
  return `${kind}:${consultationId}:${once ?? of[kind]}`
}

/** Whoever may see the person's records is told. @param consultation as it is now */
export const tellResident = async (
  tx: Tx,
  consultation: About,
  kind: Exclude<ConsultationKind, 'consultation_waiting'>,
  { at, state, reason, once, page = 'talk' }: ResidentWord,
): Promise<void> => {
  const { consultationId, personId, doctorId, institutionId } = consultation
  const [doctor, names] = [await findDoctor(tx, doctorId), await institutionNames(tx, [institutionId])]
  const institution = names.get(institutionId)
  await tell(tx, [
    {
      kind,
      key: keyOf(consultation, kind, once),
      personId,
      facts: {
        ...(institution && { institution }),
        ...(doctor && { doctor: doctor.name }),
        ...(state && { state }),
        ...(reason && { reason }),
      },
      link: `${pages[page]}${consultationId}`,
      at,
    },
  ])
}

/**
 * Something waits for the doctor: in their own account, without a word of whom or what. Once for each doctor until they
 * look at it, and what says how it stands once by its own word.
 */
export const tellDoctor = async (
  tx: Tx,
  consultation: About,
  at: Date,
  { state, once, urgent = false }: Pick<ResidentWord, 'state' | 'once'> & { urgent?: boolean } = {},
): Promise<void> => {
  const { consultationId, doctorId, institutionId } = consultation
  const accounts = await accountsOfDoctor(tx, doctorId, institutionId)
  const institution = (await institutionNames(tx, [institutionId])).get(institutionId)
  await tell(
    tx,
    accounts.map(accountId => ({
      kind: 'consultation_waiting' as const,
      key: keyOf(consultation, 'consultation_waiting', once),
      personId: null,
      accountId,
      facts: { ...(institution && { institution }), ...(state && { state }) },
      link: `packages/doctor/consultations/talk?consultationId=${consultationId}`,
      urgent,
      at,
    })),
  )
}
