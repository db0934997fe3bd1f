/** Hands a question that waits to a colleague. From the commit on it is the colleague's alone. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { type Tx, isDuplicate } from '../../../db/transaction'
import type { DeskView } from '../asking/desks'
import { type Day, takePlace } from '../asking/places'
import { type By, changeConsultation } from '../change'
import type { Consultation } from '../consultation.entity'
import { appendNote } from '../talking/append'
import { tellDoctor, tellResident } from '../talking/tell-consultation'
import { liveKeyOf } from './colleagues'
import { waitingRefusal } from './still-waiting'

interface Transfer {
  to: DeskView
  /** For the colleague: why. */
  words: string
  /** Whether the colleague is of the patient's own family-doctor team. */
  ownTeam: boolean
  fromName: string
  day: Day
  by: By
  at: Date
}
type Refused =
  | 'consultation_state'
  | 'stop_required'
  | 'doctor_not_consulting'
  | 'doctor_off_duty'
  | 'doctor_full_today'
  | 'colleague_has_consultation'

/** Nobody has read it yet on the new side; the hours in which it was promised to be accepted run on. */
const handedTo = (
  { cipher }: Pick<Context, 'cipher'>,
  c: Consultation,
  { to: { doctorId, institutionId }, words, ownTeam, at }: Transfer,
) => ({
  doctorId,
  institutionId,
  ownTeam,
  liveKey: liveKeyOf(c.personId, doctorId),
  cameAt: at,
  transferredBy: c.doctorId,
  transferWords: cipher.seal(words, 'consultation'),
  awaiting: 'doctor' as const,
  awaitingSince: at,
  doctorDelivered: 0,
  doctorRead: 0,
})

/** What was allowed stays allowed, for whoever answers: the resident reads for whom, and that it can be taken back. */
const noteOf = ({ to, fromName }: Transfer, { allowRecords }: Consultation): string =>
  `${fromName}医生把您的问诊转给了${to.institutionName}的${to.name}医生，现在由${to.name}医生来答复。` +
  (allowRecords ? `您让医生看的县里病历，${to.name}医生也能看；不想给看，点“不给看了”。` : '')

/** @returns the consultation as it is now */
export const transfer = async (
  tx: Tx,
  context: Pick<Context, 'cipher'>,
  c: Consultation,
  wanted: Transfer,
): Promise<Consultation | Problem<Refused>> => {
  const { to, day, by, at } = wanted
  const refused = waitingRefusal(c, at)
  if (refused) return refused
  const full = await takePlace(tx, { ...to, day })
  if (full) return full
  try {
    const now = await changeConsultation(tx, c, handedTo(context, c, wanted), by, at)
    if (isProblem(now)) return now
    const text = noteOf(wanted, now)
    const lastSeq = await appendNote(tx, context.cipher, { consultationId: c.consultationId, text, at })
    await tellDoctor(tx, now, at)
    const word = { at, state: '已换医生', once: `transfer:${now.version}` }
    await tellResident(tx, now, 'consultation_answered', word)
    return { ...now, lastSeq, lastAt: at }
  } catch (error) {
    if (isDuplicate(error)) return problem('colleague_has_consultation')
    throw error
  }
}
