/** All that can refuse a question without a lock: cheap things first, then what others are asked. */
import type { consultationsContract } from 'shared/consultations/contract'
import type { CountyRecord, PreAnswer } from 'shared/consultations/model'
import type { Request } from 'shared/kernel/endpoint'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type * as z from 'zod/mini'
import { checkText } from '../../attachments'
import { ageOn, healthDataRefusal } from '../../identity'
import type { Earlier } from '../earlier'
import { type Act, type Whom, findWhom } from './act'
import { type Consulting, consultingDoctors } from './consulting-doctors'
import { liveKeyOf, openAlready } from './live-question'
import { guardianRefusal, paediatricRefusal } from './may-consult'
import { answersTo, visitRefusal } from './refusals'
import { unpaidRefusal } from './unpaid'

export type Asked = Request<(typeof consultationsContract)['ask']>['body']
export type AskRefusal =
  | 'not_found'
  | 'consent_required'
  | 'person_consent_withdrawn'
  | 'consent_version_unknown'
  | 'first_visit_not_online'
  | 'condition_changed_not_online'
  | 'doctor_not_consulting'
  | 'doctor_off_duty'
  | 'doctor_full_today'
  | 'guardian_required'
  | 'paediatric_doctor_required'
  | 'consultation_open'
  | 'records_permission_needed'
  | 'record_unknown'
  | 'diagnosis_unproven'
  | 'answers_incomplete'
  | 'attachment_unknown'
  | 'attachment_refused'
  | 'content_refused'
  | 'content_check_unavailable'
  | 'questions_unpaid'
  | 'county_platform_unavailable'

export interface Question {
  asked: Asked
  whom: Whom
  doctor: Consulting
  answers: z.infer<typeof PreAnswer>[]
  earlier: Earlier
  /** All that is to be claimed: of what is wrong, and of the earlier diagnosis. */
  attachmentIds: string[]
}

/** What the law asks of the person, who asks and why, before any doctor is looked at. */
const personRefusal = async (
  { context: { db, config }, session, today }: Act,
  { ground, person }: Whom,
  { consentVersion, visit, guardianPresent, earlier, allowRecords }: Asked,
): Promise<Problem<AskRefusal> | null> => {
  const withheld = await healthDataRefusal(db, { accountId: session.accountId, personId: person.personId })
  if (withheld) return withheld
  if (consentVersion !== config.CONSULTATION_CONSENT_VERSION) return problem('consent_version_unknown')
  const age = ageOn(person.birthDate, today)
  const { basis, position, selfBirthDate } = ground
  const askerAge = selfBirthDate === null ? null : ageOn(selfBirthDate, today)
  const who = { age, basis, byDoctor: position !== null, present: guardianPresent, askerAge }
  const refused = visitRefusal(visit) ?? guardianRefusal(who, config)
  if (refused) return refused
  return earlier.by === 'doctor_fetches' && !allowRecords ? problem('records_permission_needed') : null
}

const findDoctor = async (
  act: Act,
  whom: Whom,
  { doctorId, institutionId }: Asked,
): Promise<Consulting | Problem<AskRefusal>> => {
  const { config } = act.context
  const { doctors } = await consultingDoctors(act, whom, doctorId)
  const doctor = doctors.find(d => d.desk.institutionId === institutionId)
  if (!doctor) return problem('doctor_not_consulting')
  const age = ageOn(whom.person.birthDate, act.today)
  const refused = paediatricRefusal({ age, paediatric: doctor.desk.paediatric }, config)
  if (refused) return refused
  if (doctor.shown.closedBecause === 'off_duty') return problem('doctor_off_duty')
  return doctor.shown.closedBecause === 'full_today' ? problem('doctor_full_today') : doctor
}

/** The record as the platform has it now: what a phone says of it proves nothing. */
const countyRecord = async (
  { context: { county } }: Act,
  { person }: Whom,
  recordId: string,
): Promise<CountyRecord | Problem<AskRefusal>> => {
  const records = await county.records(person.platformId, ['diagnosis'])
  if (isProblem(records)) return records
  const found = records.find(r => r.recordId === recordId)
  if (!found) return problem('record_unknown')
  return found.unproven ? problem('diagnosis_unproven') : found
}

const earlierOf = async (act: Act, whom: Whom, { earlier }: Asked): Promise<Earlier | Problem<AskRefusal>> => {
  const nothing = { record: null, attachmentIds: [] }
  if (earlier.by === 'pictures')
    return { ...nothing, by: 'pictures', attachmentIds: [...new Set(earlier.attachmentIds)] }
  if (earlier.by === 'doctor_fetches') return { ...nothing, by: 'doctor_fetches' }
  const record = await countyRecord(act, whom, earlier.recordId)
  return isProblem(record) ? record : { ...nothing, by: 'county_record', record }
}

/** A talk cannot begin with words that nobody may see yet: what is not judged now is to be sent again. */
const contentRefusal = async (
  { context, session: { accountId } }: Act,
  words: string[],
): Promise<Problem<AskRefusal> | null> => {
  const state = await checkText(context, { accountId, text: words.join('\n') })
  if (state === 'held') return problem('content_check_unavailable')
  return state === 'refused' ? problem('content_refused') : null
}

export const prepareQuestion = async (act: Act, asked: Asked): Promise<Question | Problem<AskRefusal>> => {
  const whom = await findWhom(act, asked.personId)
  if (isProblem(whom)) return whom
  const refused = await personRefusal(act, whom, asked)
  if (refused) return refused
  const open = await openAlready(act.context.db, liveKeyOf(asked.personId, asked.doctorId))
  if (open) return open
  const doctor = await findDoctor(act, whom, asked)
  if (isProblem(doctor)) return doctor
  const answers = answersTo(doctor.desk.questions, asked.answers)
  if (isProblem(answers)) return answers
  const { context, session, today } = act
  const unpaid = doctor.shown.fee > 0 && (await unpaidRefusal(context, session, asked.personId, today))
  if (unpaid) return unpaid
  const earlier = await earlierOf(act, whom, asked)
  if (isProblem(earlier)) return earlier
  const content = await contentRefusal(act, [asked.reason, ...answers.map(a => a.answer)])
  if (content) return content
  const attachmentIds = [...new Set([...asked.attachmentIds, ...earlier.attachmentIds])]
  return { asked, whom, doctor, answers, earlier, attachmentIds }
}
