/** How many new questions a doctor takes in a day, and taking one of those places. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { ConsultationRules } from 'shared/consultations/admin-contract'
import { addDays, instantOf } from '../../../clock'
import { selectRows } from '../../../db/pool-query'
import type { Db, Tx } from '../../../db/transaction'
import { DoctorDesk } from '../doctor-desk.entity'

export interface Day {
  from: Date
  to: Date
}
/** @param today of the county */
export const dayAt = (today: string, zone: string): Day => ({
  from: instantOf(today, '00:00', zone),
  to: instantOf(addDays(today, 1), '00:00', zone),
})

export const deskKey = (doctorId: string, institutionId: string): string => `${doctorId} ${institutionId}`

/** The doctor's own cap never goes beyond the institution's. */
export const capOf = ({ dailyCap }: Pick<DoctorDesk, 'dailyCap'>, rules: Pick<ConsultationRules, 'dailyCap'>): number =>
  Math.min(dailyCap ?? rules.dailyCap, rules.dailyCap)

/**
 * Places taken today, by `deskKey`: what came to the doctor today, and what is being paid for now. What was taken back,
 * or not paid, gives its place back.
 */
export const placesTaken = async (
  db: Db,
  doctorIds: readonly string[],
  { from, to }: Day,
): Promise<Map<string, number>> => {
  if (!doctorIds.length) return new Map()
  const rows = await selectRows<{ doctor: string; institution: string; taken: number | string }>(
    db,
    `SELECT doctor_id AS doctor, institution_id AS institution, COUNT(*) AS taken FROM consultation
     WHERE doctor_id IN (?) AND ((came_at >= ? AND came_at < ?) OR (status = 'planned' AND came_at IS NULL))
       AND (outcome IS NULL OR outcome NOT IN ('withdrawn', 'unpaid'))
     GROUP BY doctor_id, institution_id`,
    [[...new Set(doctorIds)], from, to],
  )
  return new Map(rows.map(r => [deskKey(r.doctor, r.institution), Number(r.taken)]))
}

export interface WantedPlace {
  doctorId: string
  institutionId: string
  rules: Pick<ConsultationRules, 'open' | 'dailyCap'>
  day: Day
}

/**
 * Whether the doctor takes one more now. The desk's row stays locked until the commit, so that of two who want the last
 * place one gets it, and none comes after the doctor went off duty.
 */
export const takePlace = async (
  tx: Tx,
  { doctorId, institutionId, rules, day }: WantedPlace,
): Promise<Problem<'doctor_not_consulting' | 'doctor_off_duty' | 'doctor_full_today'> | null> => {
  const desk = await tx.findOne(DoctorDesk, { where: { doctorId, institutionId }, lock: { mode: 'pessimistic_write' } })
  if (!desk || !rules.open) return problem('doctor_not_consulting')
  if (!desk.onDuty) return problem('doctor_off_duty')
  const taken = (await placesTaken(tx, [doctorId], day)).get(deskKey(doctorId, institutionId)) ?? 0
  return taken < capOf(desk, rules) ? null : problem('doctor_full_today')
}
