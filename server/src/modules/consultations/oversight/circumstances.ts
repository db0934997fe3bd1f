/** Who asked for whom, who handed it on and where it was sent: what nobody says in the talk itself. */
import type { adminConsultationsContract } from 'shared/consultations/admin-contract'
import type * as z from 'zod/mini'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { findDepartment, findDoctor, institutionNames } from '../../directory'
import { type Person, ageOn } from '../../identity'
import { needsGuardian } from '../asking/may-consult'
import type { Consultation } from '../consultation.entity'

type Opened = z.infer<(typeof adminConsultationsContract)['openConsultation']['reply']>['consultation']
export type Circumstances = Pick<
  Opened,
  'sex' | 'age' | 'askedBy' | 'guardianPresent' | 'transferredBy' | 'clinicPlace'
>

const clinicPlaceOf = async ({ db }: Context, { clinicDepartmentId }: Consultation): Promise<string | null> => {
  const department = clinicDepartmentId === null ? null : await findDepartment(db, clinicDepartmentId)
  if (!department) return null
  const names = await institutionNames(db, [department.institutionId])
  return [names.get(department.institutionId), department.name].filter(Boolean).join(' ')
}

export const circumstancesOf = async (context: Context, c: Consultation, person: Person): Promise<Circumstances> => {
  const { db, cipher, config } = context
  const age = ageOn(person.birthDate, dayOf(c.askedAt, config.TIME_ZONE))
  const [colleague, clinicPlace] = await Promise.all([
    c.transferredBy === null ? null : findDoctor(db, c.transferredBy),
    clinicPlaceOf(context, c),
  ])
  return {
    sex: person.sex,
    age,
    askedBy: cipher.open(c.askedBy, 'name'),
    guardianPresent: needsGuardian(age, config) ? c.guardianPresent : null,
    transferredBy:
      c.transferredBy === null
        ? null
        : {
            name: colleague?.name ?? c.transferredBy,
            words: c.transferWords === null ? '' : cipher.open(c.transferWords, 'consultation'),
          },
    clinicPlace,
  }
}
