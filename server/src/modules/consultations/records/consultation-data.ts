/** The consultations' part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { In, IsNull, Not } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { managerOf } from '../../../db/transaction'
import { type Owner, type PersonalData, peopleToTellOf } from '../../identity'
import { placesOf } from '../answering/queue'
import { takeBackRecords } from '../asking/change-records-access'
import { Consultation } from '../consultation.entity'
import { announceMany } from '../talking/announce'
import { complaintSection, consultationSection, messageSection, summarySection } from './data-sections'
import { recordsDueAt } from './late-record'

const live = { status: In(['planned', 'in-progress']) }

/** Of the person themselves, and what the account asked for others. */
const ownedBy = ({ accountId, selfPersonId }: Owner, more: object = {}) => [
  { ...more, accountId },
  ...(selfPersonId ? [{ ...more, personId: selfPersonId }] : []),
]

export const consultationData = (context: Context): PersonalData => {
  const { cipher, clock, config } = context
  const ruleOnline = '《互联网诊疗监管细则（试行）》第二十条'
  const recordsUntil = `最后一次就诊之日起 ${config.RECORD_YEARS} 年`
  return {
    async copy(db, owner) {
      const rows = await managerOf(db).find(Consultation, { where: ownedBy(owner), order: { askedAt: 'ASC' } })
      const today = dayOf(clock.now(), config.TIME_ZONE)
      const known = { rows, people: await peopleToTellOf(db, owner.accountId, 'records', today) }
      const from = { db, cipher, owner }
      return [
        await consultationSection(from, known),
        await messageSection(from, known),
        await summarySection(from, known),
        await complaintSection(from, known),
      ]
    },
    live: (db, owner) => managerOf(db).countBy(Consultation, ownedBy(owner, live)),
    liveCode: 'live_consultations',
    async withdrawn(tx, withdrawal, now) {
      const changed = withdrawal.kind === 'health_data' ? await takeBackRecords(tx, withdrawal, now) : []
      return () => announceMany(context, changed, ['state'])
    },
    kept: [
      {
        what: '在线问诊的病历（小结、医生签名、留存的诊断资料）',
        until: recordsUntil,
        rule: `${ruleOnline}、《医疗机构病历管理规定（2013年版）》第二十九条（不少于 15 年）`,
      },
      {
        what: '在线问诊的对话（文字、图片、录音）',
        until: `问诊结束后 ${config.CONVERSATION_YEARS} 年`,
        rule: `${ruleOnline}（不少于 3 年）`,
      },
      {
        what: '对在线问诊的评价，投诉和答复',
        until: `和病历一起，${recordsUntil}`,
        rule: '《互联网诊疗监管细则（试行）》第五条（诊疗全程可追溯）',
      },
    ],
  }
}

/**
 * A doctor's account: what residents said to them is the residents', and nobody is left without an answer or a record.
 */
export const answeringData = ({ clock, config }: Context): PersonalData => ({
  copy: async () => [],
  async live(db, { positions }) {
    const places = placesOf(positions)
    const waiting = places.map(place => ({ ...place, ...live, queuedAt: Not(IsNull()) }))
    const mine = [...waiting, ...recordsDueAt(places, clock.now(), config)]
    return mine.length ? managerOf(db).countBy(Consultation, mine) : 0
  },
  liveCode: 'live_patients',
})
