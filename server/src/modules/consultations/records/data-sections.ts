/** What the copy of a person's data says of consultations: everything of them that its owner may read (个人信息保护法 art. 45). */
import { In } from 'typeorm'
import type { CountyRecord, PreAnswer } from 'shared/consultations/model'
import type * as z from 'zod/mini'
import { type Db, managerOf } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import type { Owner, Section } from '../../identity'
import { ConsultationComplaint } from '../complaint.entity'
import type { Consultation } from '../consultation.entity'
import { doctorNames } from '../doctor-names'
import { type Evidence, openJson } from '../earlier'
import { ConsultationMessage } from '../message.entity'
import { outcomeWords } from '../outcome-words'
import { summaryVersions } from './summaries'

export interface Known {
  /** Of the owner themselves, and what they asked for others; oldest first. */
  rows: Consultation[]
  /** People whose records the owner may see today: of others not what ails them. */
  people: ReadonlySet<string>
}
interface From {
  db: Db
  cipher: FieldCipher
  owner: Owner
}

const readableOf = ({ rows, people }: Known): Consultation[] => rows.filter(c => people.has(c.personId))

const recordWords = ({ title, detail, day, institutionName, doctorName }: CountyRecord): string =>
  [title, detail, day, institutionName, doctorName].filter(Boolean).join('，')

/** The diagnosis as it was supplied, or as the doctor kept it. */
const evidenceWords = (cipher: FieldCipher, sealed: string | null): string | null => {
  if (sealed === null) return null
  const { record, attachmentIds } = openJson<Evidence>(cipher, sealed)
  const pictures = attachmentIds.length ? `图片 ${attachmentIds.length} 张` : null
  return [record && recordWords(record), pictures].filter(Boolean).join('；') || null
}

const insideOf = (cipher: FieldCipher, c: Consultation): Section['rows'][number] => {
  const open = (sealed: string | null) => (sealed === null ? null : cipher.open(sealed, 'consultation'))
  const answers = openJson<z.infer<typeof PreAnswer>[]>(cipher, c.answers)
  const stars = c.stars === null ? null : `${c.stars} 星`
  return {
    哪里不舒服: open(c.reason),
    医生事先的问题和回答: answers.map(a => `${a.question} ${a.answer}`).join('；') || null,
    提问时给的诊断资料: evidenceWords(cipher, c.earlier),
    医生留存的诊断资料: evidenceWords(cipher, c.evidence),
    让医生看县里的病历: c.allowRecords ? '同意' : '不同意',
    结束说明: open(c.endedWords),
    评价: stars && [stars, open(c.ratingWords)].filter(Boolean).join('，'),
  }
}

export const consultationSection = async ({ db, cipher, owner }: From, { rows, people }: Known): Promise<Section> => {
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
        ...(mine && insideOf(cipher, c)),
        结果: c.outcome ? outcomeWords[c.outcome] : '进行中',
        结束时间: c.endedAt?.toISOString() ?? null,
      }
    }),
  }
}

const kindWords: Record<ConsultationMessage['kind'], string> = {
  text: '文字',
  picture: '图片',
  sound: '录音',
  note: '系统',
}
const stateWords: Record<ConsultationMessage['state'], string> = {
  sent: '已发出',
  held: '正在检查，还没有发出',
  refused: '没有通过检查，没有发出',
}

/** Both sides' words where the owner may read them; elsewhere, and where they were not sent, the owner's own. */
export const messageSection = async ({ db, cipher, owner }: From, known: Known): Promise<Section> => {
  const readable = new Map(readableOf(known).map(c => [c.consultationId, c]))
  const messages = await managerOf(db).find(ConsultationMessage, {
    where: [
      { consultationId: In([...readable.keys()]), state: 'sent' },
      { accountId: owner.accountId, author: 'resident' },
    ],
    // Ids of version 7 follow the time of asking: one talk after the other.
    order: { consultationId: 'ASC', at: 'ASC', seq: 'ASC' },
  })
  return {
    title: '问诊里说的话',
    rows: messages.map(m => ({
      哪次问诊: readable.get(m.consultationId)?.askedAt.toISOString() ?? null,
      时间: m.at.toISOString(),
      谁说的: cipher.open(m.authorName, 'name'),
      形式: kindWords[m.kind],
      内容: m.text === null ? '打开这次问诊可以看到' : cipher.open(m.text, 'consultation'),
      发出: stateWords[m.state],
    })),
  }
}

const summaryRows = async ({ db, cipher }: From, c: Consultation): Promise<Section['rows']> =>
  (await summaryVersions(db, cipher, c.consultationId)).map((s, i) => ({
    哪次问诊: c.askedAt.toISOString(),
    版本: `第 ${s.version} 版（${i === 0 ? '现在有效' : '后来更正过'}）`,
    更正原因: s.amendedBecause,
    医生: s.doctorName,
    机构: s.institutionName,
    主诉: s.chiefComplaint,
    现病史: s.presentIllness,
    既往史: s.pastHistory,
    过敏史: s.allergies,
    诊断: [s.diagnosis, s.diagnosisCode].filter(Boolean).join('，'),
    医嘱和建议: s.advice,
    用药: s.medications.map(m => `${m.name}：${m.usage}`).join('；') || null,
    复诊日期: s.followUpOn,
    出现这些情况马上就医: s.ifWorse,
    签名: `${s.signature.algorithm} ${s.signature.signedAt} ${s.signature.valid ? '有效' : '无效'}`,
  }))

/** Every version that was signed, of each consultation the one in force first. */
export const summarySection = async (from: From, known: Known): Promise<Section> => {
  const rows: Section['rows'] = []
  for (const c of readableOf(known)) if (c.acceptedAt) rows.push(...(await summaryRows(from, c)))
  return { title: '问诊小结', rows }
}

/** The owner's own, and others' where they may read them; what was answered only there. */
export const complaintSection = async ({ db, cipher, owner }: From, known: Known): Promise<Section> => {
  const readable = new Set(readableOf(known).map(c => c.consultationId))
  const complaints = await managerOf(db).find(ConsultationComplaint, {
    where: [{ consultationId: In([...readable]) }, { accountId: owner.accountId }],
    order: { createdAt: 'ASC', complaintId: 'ASC' },
  })
  return {
    title: '问诊投诉',
    rows: complaints.map(c => ({
      时间: c.createdAt.toISOString(),
      内容: cipher.open(c.statement, 'consultation'),
      答复: c.answer !== null && readable.has(c.consultationId) ? cipher.open(c.answer, 'consultation') : null,
      答复时间: c.answeredAt?.toISOString() ?? null,
    })),
  }
}
