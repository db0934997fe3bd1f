/** The county's records of the patient, as far as the patient allows while the consultation lasts. */
import type { CountyRecord as Shown, RecordKind } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { CountyRecord } from '../../../relay/connector'
import { recordAccess } from '../../audit'
import { findPeopleByIds, healthDataWithheld } from '../../identity'
import type { By } from '../change'
import type { Consultation } from '../consultation.entity'

export const showRecord = ({
  recordId,
  kind,
  title,
  detail,
  day,
  institutionName,
  doctorName,
  unproven,
}: CountyRecord): Shown => ({
  recordId,
  kind,
  title,
  detail,
  day,
  institutionName,
  doctorName,
  ...(unproven && { unproven }),
})

/** Not inside a transaction. Of a person who withdrew the consent to health data nothing is asked, whoever allowed it. */
export const countyRecords = async (
  { db, county }: Context,
  personId: string,
  kinds: readonly RecordKind[],
): Promise<CountyRecord[] | Problem<'records_not_allowed' | 'county_platform_unavailable'>> => {
  if (await healthDataWithheld(db, personId)) return problem('records_not_allowed')
  const person = (await findPeopleByIds(db, [personId])).get(personId)!
  return county.records(person.platformId, kinds)
}

/** With its end the purpose is over for which the patient allowed it (个人信息保护法 art. 6). */
export const recordsRefusal = ({
  status,
  allowRecords,
}: Pick<Consultation, 'status' | 'allowRecords'>): Problem<'consultation_state' | 'records_not_allowed'> | null => {
  if (status !== 'planned' && status !== 'in-progress') return problem('consultation_state')
  return allowRecords ? null : problem('records_not_allowed')
}

/** Each look is audited with its kind; one that the platform did not answer showed nothing. */
export const lookAtRecords = async (
  context: Context,
  consultation: Consultation,
  kind: RecordKind,
  by: By,
): Promise<Shown[] | Problem<'consultation_state' | 'records_not_allowed' | 'county_platform_unavailable'>> => {
  const refused = recordsRefusal(consultation)
  if (refused) return refused
  const { personId, consultationId } = consultation
  const records = await countyRecords(context, personId, [kind])
  if (isProblem(records)) return records
  const at = context.clock.now()
  await recordAccess(context.db, { ...by, at, personId, details: { consultationId, kind } })
  return records.map(showRecord)
}
