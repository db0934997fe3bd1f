/** Whether the doctor responsible may answer this patient now: the county's directory may say less of them than when it was asked. */
import type { Problem } from 'shared/kernel/errors'
import { type Person, ageOn, findPeopleByIds } from '../../identity'
import { paediatricRefusal, practiceRefusal } from '../asking/may-consult'
import type { DoctorAct } from './doctor-act'

type Act = Pick<DoctorAct, 'context' | 'consultation' | 'doctor' | 'today'>

export const patientOf = async ({ context, consultation: { personId } }: Act): Promise<Person> =>
  (await findPeopleByIds(context.db, [personId])).get(personId)!

/** As far as it is about the doctor: in the directory, long enough on their own, paediatric for a small child. */
export const doctorRefusal = async (
  act: Act,
): Promise<Problem<'doctor_inactive' | 'practice_years_short' | 'paediatric_doctor_required'> | null> => {
  const { doctor, today, context } = act
  const age = ageOn((await patientOf(act)).birthDate, today)
  return (
    practiceRefusal(doctor, today, context.config) ??
    paediatricRefusal({ age, paediatric: doctor.paediatric }, context.config)
  )
}
