/** What a person reads and answers before they ask this doctor. */
import type { consultationsContract } from 'shared/consultations/contract'
import type { Reply } from 'shared/kernel/endpoint'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { ageOn } from '../../identity'
import { type Act, type Whom, findWhom } from './act'
import { consultingDoctors } from './consulting-doctors'
import { needsGuardian } from './may-consult'
import { noteReads } from './note-reads'

type Told = Reply<(typeof consultationsContract)['askingRules']>

/** Null while the platform cannot be reached: pictures and asking go on without it. */
const diagnosesOf = async (act: Act, { ground, person }: Whom): Promise<Told['diagnoses']> => {
  const found = await act.context.county.records(person.platformId, ['diagnosis'])
  if (isProblem(found)) return null
  await noteReads(act, [ground], 'consultations.diagnoses')
  return found
}

export const askingRules = async (
  act: Act,
  { doctorId, personId, institutionId }: { doctorId: string; personId: string; institutionId?: string | undefined },
): Promise<Told | Problem<'not_found' | 'doctor_not_consulting'>> => {
  const { config } = act.context
  const whom = await findWhom(act, personId)
  if (isProblem(whom)) return whom
  const { doctors } = await consultingDoctors(act, whom, doctorId)
  const doctor = doctors.find(d => institutionId === undefined || d.desk.institutionId === institutionId)
  if (!doctor) return problem('doctor_not_consulting')
  const { questions, rules } = doctor.desk
  return {
    doctor: doctor.shown,
    questions,
    consentVersion: config.CONSULTATION_CONSENT_VERSION,
    fee: doctor.shown.fee,
    payMinutes: rules.payMinutes,
    acceptHours: rules.acceptHours,
    guardianNeeded: needsGuardian(ageOn(whom.person.birthDate, act.today), config),
    diagnoses: await diagnosesOf(act, whom),
  }
}
