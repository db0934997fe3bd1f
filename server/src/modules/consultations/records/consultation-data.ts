/** The consultations' part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { In } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Db, managerOf } from '../../../db/transaction'
import { type Owner, type PersonalData, type Section, peopleToTellOf } from '../../identity'
import { Consultation } from '../consultation.entity'
import { doctorNames } from '../doctor-names'
import { ConsultationMessage } from '../message.entity'
import { outcomeWords } from '../outcome-words'
import { latestSummaries } from './summaries'

const kindWords: Record<ConsultationMessage['kind'], string> = {
  text: '文字',
  picture: '图片',
  sound: '录音',
  note: '系统',
}

/** Of the person themselves, and what the account asked for others. */
const ownedBy = ({ accountId, selfPersonId }: Owner, more: object = {}) => [
  { ...more, accountId },
  ...(selfPersonId ? [{ ...more, personId: selfPersonId }] : []),
]

interface Known {
  rows: Consultation[]
  /** People whose records the owner may see today: of others not what ails them. */
  people: ReadonlySet<string>
}

const consultationSection = async (db: Db, { cipher }: Context, owner: Owner, known: Known): Promise<Section> => {
  const { rows, people } = known
  const doctorsOf = await doctorNames(db, rows)
  return {
    title: '在线问诊',
    rows: rows.map(c => {
      const mine = people.has(c.personId)
      const { doctorName, institutionName } = doctorsOf(c)
      return {
        谁的问诊: c.personId === owner.selfPersonId ? '本人' : '代他人提问',
        提问时间: c.askedAt.toISOString(),
        机构: mine ? institutionName || c.institutionId : null,
        医生: mine ? doctorName || c.doctorId : null,
        哪里不舒服: mine ? cipher.open(c.reason, 'consultation') : null,
        结果: c.outcome ? outcomeWords[c.outcome] : '进行中',
        结束时间: c.endedAt?.toISOString() ?? null,
        评价: c.stars === null ? null : `${c.stars} 星`,
      }
    }),
  }
}

const messageSection = async (db: Db, { cipher }: Context, { accountId }: Owner): Promise<Section> => {
  const rows = await managerOf(db).find(ConsultationMessage, {
    where: { accountId, author: 'resident' },
    order: { at: 'ASC' },
  })
  return {
    title: '我在问诊中说的话',
    rows: rows.map(m => ({
      时间: m.at.toISOString(),
      形式: kindWords[m.kind],
      内容: m.text === null ? null : cipher.open(m.text, 'consultation'),
    })),
  }
}

const summarySection = async (db: Db, { cipher }: Context, { rows, people }: Known): Promise<Section> => {
  const shown = rows.filter(c => people.has(c.personId)).map(c => c.consultationId)
  const summaries = await latestSummaries(db, cipher, shown)
  return {
    title: '问诊小结',
    rows: [...summaries.values()].map(s => ({
      医生: s.doctorName,
      机构: s.institutionName,
      主诉: s.chiefComplaint,
      诊断: s.diagnosis,
      医嘱和建议: s.advice,
      用药: s.medications.map(m => `${m.name}：${m.usage}`).join('；') || null,
      复诊日期: s.followUpOn,
      签名: `${s.signature.algorithm} ${s.signature.signedAt} ${s.signature.valid ? '有效' : '无效'}`,
    })),
  }
}

export const consultationData = (context: Context): PersonalData => {
  const { clock, config } = context
  const ruleOnline = '《互联网诊疗监管细则（试行）》第二十条'
  return {
    async copy(db, owner) {
      const rows = await managerOf(db).find(Consultation, { where: ownedBy(owner), order: { askedAt: 'ASC' } })
      const today = dayOf(clock.now(), config.TIME_ZONE)
      const known = { rows, people: await peopleToTellOf(db, owner.accountId, 'records', today) }
      return [
        await consultationSection(db, context, owner, known),
        await messageSection(db, context, owner),
        await summarySection(db, context, known),
      ]
    },
    live: (db, owner) =>
      managerOf(db).countBy(Consultation, ownedBy(owner, { status: In(['planned', 'in-progress']) })),
    liveCode: 'live_consultations',
    kept: [
      {
        what: '在线问诊的病历（小结、医生签名、留存的诊断资料）',
        until: `最后一次就诊之日起 ${config.RECORD_YEARS} 年`,
        rule: `${ruleOnline}、《医疗机构病历管理规定（2013年版）》第二十九条（不少于 15 年）`,
      },
      {
        what: '在线问诊的对话（文字、图片、录音）',
        until: `问诊结束后 ${config.CONVERSATION_YEARS} 年`,
        rule: `${ruleOnline}（不少于 3 年）`,
      },
    ],
  }
}
