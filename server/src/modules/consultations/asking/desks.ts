/** Doctors who answer online, with all that a list needs of them, in a handful of questions however many they are. */
import type { ConsultationRules } from 'shared/consultations/admin-contract'
import type { PreQuestion } from 'shared/consultations/model'
import { selectRows } from '../../../db/pool-query'
import type { Db } from '../../../db/transaction'
import { deskKey } from './places'
import { rulesFrom } from './rules'

export interface DeskView {
  doctorId: string
  institutionId: string
  institutionName: string
  name: string
  title: string | null
  goodAt: string | null
  paediatric: boolean
  onDuty: boolean
  dailyCap: number | null
  questions: PreQuestion[]
  rules: ConsultationRules
}
interface DeskRow extends Omit<DeskView, 'paediatric' | 'onDuty' | 'questions' | 'rules'> {
  paediatric: number
  onDuty: number
  questions: string
  rules: unknown
}

/**
 * Desks of doctors who may answer: in the county's directory, long enough in practice, with a position that was not
 * taken from them, at an institution whose rules are open.
 * Nobody answers their own question: neither the doctor whose account asks, nor the one whom it is about.
 * @param practisedSince the last day on which they may have begun to practise on their own
 */
export const findDesks = async (
  db: Db,
  practisedSince: string,
  { accountId, personId }: { accountId: string; personId: string },
  doctorId?: string,
): Promise<DeskView[]> => {
  const rows = await selectRows<DeskRow>(
    db,
    `SELECT k.doctor_id AS doctorId, k.institution_id AS institutionId, ins.name AS institutionName, doc.name, doc.title,
       doc.good_at AS goodAt, doc.paediatric, k.on_duty AS onDuty, k.daily_cap AS dailyCap, k.questions, ru.rules
     FROM consultation_desk k
     JOIN doctor doc ON doc.doctor_id = k.doctor_id AND doc.active = TRUE AND doc.independent_since <= ?
     JOIN institution ins ON ins.institution_id = k.institution_id AND ins.active = TRUE
     LEFT JOIN consultation_rules ru ON ru.institution_id = k.institution_id
     WHERE EXISTS (SELECT 1 FROM staff st WHERE st.practitioner_id = k.doctor_id AND st.role = 'doctor'
       AND st.institution_id = k.institution_id AND st.disabled_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM staff own
         LEFT JOIN person_link who ON who.account_id = own.account_id AND who.basis = 'self'
         WHERE own.practitioner_id = k.doctor_id AND own.role = 'doctor'
           AND (own.account_id = ? OR who.person_id = ?))
     ${doctorId === undefined ? '' : 'AND k.doctor_id = ?'} ORDER BY k.doctor_id, k.institution_id`,
    [practisedSince, accountId, personId, ...(doctorId === undefined ? [] : [doctorId])],
  )
  return rows
    .map(row => ({
      ...row,
      paediatric: Boolean(row.paediatric),
      onDuty: Boolean(row.onDuty),
      questions: JSON.parse(row.questions) as PreQuestion[],
      rules: rulesFrom(row.rules),
    }))
    .filter(desk => desk.rules.open)
}

const byDesk = <Row extends { doctor: string; institution: string }, V>(rows: Row[], value: (row: Row) => V) =>
  new Map(rows.map(row => [deskKey(row.doctor, row.institution), value(row)]))

interface Counted {
  doctor: string
  institution: string
  n: number | string
}

/** How many wait to be accepted, by `deskKey`. */
export const waitingAt = async (db: Db, doctorIds: readonly string[]): Promise<Map<string, number>> => {
  if (!doctorIds.length) return new Map()
  const rows = await selectRows<Counted>(
    db,
    `SELECT doctor_id AS doctor, institution_id AS institution, COUNT(*) AS n FROM consultation
     WHERE doctor_id IN (?) AND status = 'planned' AND queued_at IS NOT NULL GROUP BY doctor_id, institution_id`,
    [doctorIds],
  )
  return byDesk(rows, row => Number(row.n))
}

/** Fewer say nothing about what is usual. */
const enoughAnswers = 3

/** Median minutes until the first answer since `from`, by `deskKey`; none for who answered too few. */
export const usualMinutesAt = async (
  db: Db,
  doctorIds: readonly string[],
  from: Date,
): Promise<Map<string, number>> => {
  if (!doctorIds.length) return new Map()
  const rows = await selectRows<Counted>(
    db,
    `SELECT doctor, institution, AVG(minutes) AS n FROM (
       SELECT doctor_id AS doctor, institution_id AS institution,
         TIMESTAMPDIFF(MINUTE, queued_at, first_answer_at) AS minutes,
         ROW_NUMBER() OVER (PARTITION BY doctor_id, institution_id
           ORDER BY TIMESTAMPDIFF(SECOND, queued_at, first_answer_at)) AS place,
         COUNT(*) OVER (PARTITION BY doctor_id, institution_id) AS answers
       FROM consultation WHERE doctor_id IN (?) AND first_answer_at IS NOT NULL AND queued_at >= ?) ranked
     WHERE answers >= ? AND place IN (FLOOR((answers + 1) / 2), FLOOR((answers + 2) / 2))
     GROUP BY doctor, institution`,
    [doctorIds, from, enoughAnswers],
  )
  return byDesk(rows, row => Math.round(Number(row.n)))
}

/** Names of the departments in which they sit there, by `deskKey`. */
export const departmentsAt = async (db: Db, doctorIds: readonly string[]): Promise<Map<string, string[]>> => {
  if (!doctorIds.length) return new Map()
  const rows = await selectRows<{ doctor: string; institution: string; name: string }>(
    db,
    `SELECT s.doctor_id AS doctor, d.institution_id AS institution, d.name FROM doctor_department s
     JOIN department d ON d.department_id = s.department_id AND d.active = TRUE
     WHERE s.doctor_id IN (?) AND s.active = TRUE ORDER BY d.department_id`,
    [doctorIds],
  )
  const names = new Map<string, string[]>()
  for (const { doctor, institution, name } of rows) {
    const key = deskKey(doctor, institution)
    names.set(key, [...(names.get(key) ?? []), name])
  }
  return names
}
