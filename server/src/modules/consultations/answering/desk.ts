/** How a doctor answers online at one institution: duty, a cap of their own, short questions of their own. */
import type { Desk } from 'shared/consultations/doctor-desk-contract'
import type { PreQuestion } from 'shared/consultations/model'
import { type Problem, isProblem, problem, sentenceOf } from 'shared/kernel/errors'
import type * as z from 'zod/mini'
import { v7 as uuid } from 'uuid'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { runSql } from '../../../db/pool-query'
import { type Db, type Tx, managerOf } from '../../../db/transaction'
import { ordinaryFeesAt } from '../../appointments'
import { findDoctor } from '../../directory'
import { practiceRefusal } from '../asking/may-consult'
import { dayAt, deskKey, placesTaken } from '../asking/places'
import { priceOf } from '../asking/price'
import { rulesOf } from '../asking/rules'
import { DoctorDesk } from '../doctor-desk.entity'
import type { Place } from './queue'

export type ShownDesk = z.infer<typeof Desk>
type Parts = Pick<Context, 'config' | 'clock' | 'pay'>

const stored = async (db: Db, { doctorId, institutionId }: Place) => {
  const desk = await managerOf(db).findOneBy(DoctorDesk, { doctorId, institutionId })
  return {
    onDuty: desk?.onDuty ?? false,
    dailyCap: desk?.dailyCap ?? null,
    questions: desk ? (JSON.parse(desk.questions) as PreQuestion[]) : [],
  }
}
type Stored = Awaited<ReturnType<typeof stored>>

/** Only what is named changes: the switch and the settings are two pages. */
const save = async (tx: Tx, { doctorId, institutionId }: Place, changed: Partial<Stored>, at: Date): Promise<void> => {
  const { onDuty, dailyCap, questions } = changed
  const columns = {
    ...(onDuty !== undefined && { on_duty: onDuty }),
    ...(dailyCap !== undefined && { daily_cap: dailyCap }),
    ...(questions && { questions: JSON.stringify(questions) }),
    updated_at: at,
  }
  const row = { on_duty: false, questions: '[]', ...columns, doctor_id: doctorId, institution_id: institutionId }
  const updates = Object.keys(columns).map(name => `${name} = VALUES(${name})`)
  await runSql(
    tx,
    `INSERT INTO consultation_desk (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
      .map(() => '?')
      .join(', ')}) ON DUPLICATE KEY UPDATE ${updates.join(', ')}`,
    Object.values(row),
  )
}

/** Three years of independent practice at least (互联网诊疗管理办法(试行) art. 13), and an institution that offers it. */
const dutyRefusal = async (
  db: Db,
  { config, clock }: Parts,
  { doctorId, institutionId }: Place,
): Promise<Problem<'doctor_inactive' | 'practice_years_short' | 'consultations_closed'> | null> => {
  const doctor = await findDoctor(db, doctorId)
  const today = dayOf(clock.now(), config.TIME_ZONE)
  const refused = practiceRefusal(doctor, today, config)
  if (refused) return refused
  return (await rulesOf(db, institutionId)).open ? null : problem('consultations_closed')
}

/** For whom a fee is told that is nobody in particular: a grown-up without exemption. */
const grownUp = 40

export const showDesk = async (db: Db, parts: Parts, place: Place): Promise<ShownDesk> => {
  const { config, clock, pay } = parts
  const { doctorId, institutionId } = place
  const today = dayAt(dayOf(clock.now(), config.TIME_ZONE), config.TIME_ZONE)
  const desk = await stored(db, place)
  const rules = await rulesOf(db, institutionId)
  const doctor = await findDoctor(db, doctorId)
  const taken = await placesTaken(db, [doctorId], today)
  const ordinaryFee = await ordinaryFeesAt(db, [institutionId])
  const refused = await dutyRefusal(db, parts, place)
  const priced = { rules, institutionId, title: doctor?.title ?? null, age: grownUp }
  return {
    ...desk,
    institutionCap: rules.dailyCap,
    askedToday: taken.get(deskKey(doctorId, institutionId)) ?? 0,
    fee: priceOf(priced, ordinaryFee, pay !== null),
    mayConsult: refused === null,
    mayNotBecause: refused && sentenceOf(refused.code, refused.details),
  }
}

export const setDuty = async (
  tx: Tx,
  parts: Parts,
  place: Place,
  onDuty: boolean,
): Promise<ShownDesk | Problem<'doctor_inactive' | 'practice_years_short' | 'consultations_closed'>> => {
  const refused = onDuty ? await dutyRefusal(tx, parts, place) : null
  if (isProblem(refused)) return refused
  await save(tx, place, { onDuty }, parts.clock.now())
  return showDesk(tx, parts, place)
}

export interface OwnSettings {
  dailyCap: number | null
  questions: Omit<PreQuestion, 'questionId'>[]
}

/** A question that stays as it was keeps its id: who is answering it just now need not begin again. */
const withIds = (questions: OwnSettings['questions'], before: PreQuestion[]): PreQuestion[] =>
  questions.map(({ text, answer }, n) => {
    const same = before.find(q => q.text === text && q.answer === answer)
    const first = questions.findIndex(q => q.text === text && q.answer === answer) === n
    return { questionId: same && first ? same.questionId : uuid(), text, answer }
  })

export const changeDesk = async (tx: Tx, parts: Parts, place: Place, own: OwnSettings): Promise<ShownDesk> => {
  const questions = withIds(own.questions, (await stored(tx, place)).questions)
  await save(tx, place, { dailyCap: own.dailyCap, questions }, parts.clock.now())
  return showDesk(tx, parts, place)
}
