/** A person's family-doctor team (家庭医生签约团队) as the county keeps it. */
import type { CareTeam, Period } from '@medplum/fhirtypes'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { idOf } from './elements'
import { isCoded } from './record-words'

const familyDoctorTeam = ['family-doctor']

const covers = (period: Period | undefined, at: Date): boolean => {
  const [start, end] = [Date.parse(period?.start ?? ''), Date.parse(period?.end ?? '')]
  // An end told as a day lasts to its last moment.
  const last = /T/.test(period?.end ?? '') ? end : end + 86_400_000
  return !(start > at.getTime()) && !(last <= at.getTime())
}

/** The doctors of the teams in force, each once, in the teams' own order. */
export const familyDoctorsOf = (teams: CareTeam[], at: Date): string[] => {
  const own = teams.filter(
    t =>
      t.status === 'active' &&
      (t.category ?? []).some(c => isCoded(c, codeSystems.careTeam, familyDoctorTeam)) &&
      covers(t.period, at),
  )
  const members = own.flatMap(t => t.participant ?? []).filter(p => covers(p.period, at))
  const doctors = members.map(p => idOf(p.member, 'Practitioner')).filter(id => id !== null)
  return [...new Set(doctors)]
}
