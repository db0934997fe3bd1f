/** 「今天该复诊了」: on the day that the doctor named, once; what was not said in time is said some days late. */
import { In } from 'typeorm'
import { addDays, dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { selectRows } from '../../../db/pool-query'
import { transaction } from '../../../db/transaction'
import { Consultation } from '../consultation.entity'
import { tellResident } from '../talking/tell-consultation'

const batch = 200
const lateDays = 3

const due = ({ db }: Context, today: string): Promise<{ id: string }[]> =>
  selectRows(
    db,
    `SELECT c.consultation_id AS id FROM consultation c
     WHERE c.follow_up_on >= ? AND c.follow_up_on <= ? AND c.followed_up_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM message_event e
         WHERE e.event_key = CONVERT(CONCAT('consultation_follow_up:', c.consultation_id, ':', c.follow_up_on) USING ascii)
           AND e.person_id = c.person_id)
     ORDER BY c.follow_up_on LIMIT ${batch}`,
    [addDays(today, -lateDays), today],
  )

export const remindOfFollowUps = async (context: Context, stopping?: AbortSignal): Promise<void> => {
  const { db, clock, config } = context
  const at = clock.now()
  const today = dayOf(at, config.TIME_ZONE)
  while (!stopping?.aborted) {
    const ids = (await due(context, today)).map(row => row.id)
    if (!ids.length) return
    const rows = await db.manager.findBy(Consultation, { consultationId: In(ids) })
    const word = { at, state: '该复诊了', reason: '医生请您这几天复诊，可以再次提问或预约挂号' }
    await transaction(db, async tx => {
      for (const row of rows) await tellResident(tx, row, 'consultation_follow_up', word)
    })
    if (ids.length < batch) return
  }
}
