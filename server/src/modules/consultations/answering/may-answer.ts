/** Whether the doctor responsible may answer this patient now: the county's directory may say less of them than when it was asked. */
import { type Problem, problem } from 'shared/kernel/errors'
import { type Person, ageOn, findPeopleByIds } from '../../identity'
import { needsGuardian, paediatricRefusal, practiceRefusal } from '../asking/may-consult'
import type { DoctorAct } from './doctor-act'

type Act = Pick<DoctorAct, 'context' | 'consultation' | 'doctor' | 'today'>

export const patientOf = async ({ context, consultation: { personId } }: Act): Promise<Person> =>
  (await findPeopleByIds(context.db, [personId])).get(personId)!

const ageOf = async (act: Act): Promise<number> => ageOn((await patientOf(act)).birthDate, act.today)

const refusalAt = (age: number, { doctor, today, context: { config } }: Act) =>
  practiceRefusal(doctor, today, config) ?? paediatricRefusal({ age, paediatric: doctor.paediatric }, config)

/** As far as it is about the doctor: in the directory, long enough on their own, paediatric for a small child. */
export const doctorRefusal = async (
  act: Act,
): Promise<Problem<'doctor_inactive' | 'practice_years_short' | 'paediatric_doctor_required'> | null> =>
  refusalAt(await ageOf(act), act)

/**
 * Before it is accepted also: that a guardian is there, if the person is a small child by now, whatever birth date was on
 * file when it was asked (互联网诊疗监管细则 art. 19).
 */
export const answerRefusal = async (
  act: Act,
): Promise<Problem<
  'doctor_inactive' | 'practice_years_short' | 'paediatric_doctor_required' | 'guardian_missing'
> | null> => {
  const age = await ageOf(act)
  const { config } = act.context
  const alone = needsGuardian(age, config) && !act.consultation.guardianPresent
  const refused = refusalAt(age, act)
  return refused ?? (alone ? problem('guardian_missing', { age: config.CONSULTATION_GUARDIAN_BELOW_AGE }) : null)
}
