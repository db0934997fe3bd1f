/** Online consultations in every state: the daughter asks for her family, her family doctor answers. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { v7 as uuid } from 'uuid'
import type { SummaryFields } from 'shared/consultations/model'
import type { Phone } from '../seed/phone'
import { DEMO_PASSCODE } from '../seed/staff'

interface People {
  daughter: Phone
  doctor: Phone
  administrator: Phone
}
interface Ids {
  self: string
  mother: string
  child: string
}
interface Question {
  personId: string
  reason: string
  doctorId?: string
  attachmentIds?: string[]
}

const familyDoctor = 'doc-qingshi-general-1'
const villageDoctor = 'doc-songping-village-1'
const sound = readFileSync(join(__dirname, '../../server/src/testing/fixtures/recorded.webm'))

/** A photo of a page of paper with these lines on it. Not by SVG: a server in this process has switched that off. */
const paper = (lines: string[]): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 1200, channels: 3, background: '#fbf8ee' } })
    .composite(
      lines.map((line, i) => ({
        input: { text: { text: `<span foreground="#26406b">${line}</span>`, rgba: true, dpi: 220 } },
        left: 70,
        top: 110 + i * 90,
      })),
    )
    .jpeg()
    .toBuffer()
const pressures = ['血压记录', '11月18日 早 148/92', '11月19日 早 146/90', '11月20日 早 150/94', '11月21日 早 144/88']

const uploadPicture = async ({ attachments }: Phone, lines: string[]): Promise<string> =>
  (await attachments.upload({ body: { kind: 'picture' }, file: await paper(lines) })).attachmentId

/** A follow-up about the person's first diagnosis in the county's files. */
const ask = async (
  { consultations }: Phone,
  { personId, reason, doctorId = familyDoctor, attachmentIds }: Question,
) => {
  const asking = await consultations.askingRules({ params: { doctorId }, query: { personId } })
  return consultations.ask({
    body: {
      personId,
      doctorId,
      institutionId: asking.doctor.institutionId,
      visit: 'follow_up',
      reason,
      attachmentIds,
      earlier: { by: 'county_record', recordId: asking.diagnoses![0]!.recordId },
      answers: asking.questions.map(({ questionId, answer }) => ({
        questionId,
        answer: answer === 'yes_no' ? '不是' : '早上一片，和以前一样',
      })),
      consentVersion: asking.consentVersion,
      allowRecords: true,
    },
  })
}
type Asked = Awaited<ReturnType<typeof ask>>

const accept = ({ consultationsDoctor }: Phone, { consultationId, earlier }: Asked) => {
  const evidence = { by: 'county_record' as const, recordId: earlier.record!.recordId }
  return consultationsDoctor.accept({ params: { consultationId }, body: { assessment: 'follow_up', evidence } })
}

/** Each line by `said` or `answered`, in this order. */
const talk = async (
  { daughter, doctor }: People,
  { consultationId }: Asked,
  lines: [who: '她' | '医生', words: string][],
) => {
  const params = { consultationId }
  for (const [who, text] of lines) {
    const body = { messageId: uuid(), kind: 'text' as const, text }
    if (who === '医生') await doctor.consultationTalk.doctorSend({ params, body })
    else await daughter.consultationTalk.send({ params, body })
  }
}

const summary: SummaryFields = {
  chiefComplaint: '高血压复诊，近一周早上血压偏高',
  presentIllness: '确诊高血压七年，规律服用氨氯地平，近一周晨起血压 144–150/88–94 mmHg，没有头晕、胸痛、心慌。',
  pastHistory: '2型糖尿病四年',
  allergies: '青霉素过敏',
  diagnosis: '高血压2级，血压控制不够好',
  diagnosisCode: 'I10',
  advice: '药照原来的吃，不要自己停。每天用盐不超过 5 克，早晚各量一次血压并记下来，两周后再来问。',
  medications: [
    { name: '苯磺酸氨氯地平片 5mg', usage: '口服，每日一次，每次1片' },
    { name: '盐酸二甲双胍缓释片 0.5g', usage: '口服，每日两次，每次1片，饭后吃' },
  ],
  followUpOn: null,
  ifWorse: '血压高于 180/110，或者胸痛、说话不清、半边手脚没力，马上打 120。',
}

const finish = async (people: People, asked: Asked, fields: Partial<SummaryFields> = {}): Promise<string> => {
  const { consultationId } = asked
  await accept(people.doctor, asked)
  await talk(people, asked, [['医生', '看到了，药照原来的吃就可以。']])
  const body = { summary: { ...summary, ...fields }, conditionChanged: false, passcode: DEMO_PASSCODE }
  await people.doctor.consultationRecord.finish({ params: { consultationId }, body })
  return consultationId
}

/** Signed, put right once, rated; a complaint that was answered. */
const settled = async (people: People, personId: string, followUpOn: string): Promise<string> => {
  const { daughter, doctor, administrator } = people
  const asked = await ask(daughter, { personId, reason: '血压这周早上有点高，148/92，药一直在吃，要不要加量？' })
  const params = { consultationId: await finish(people, asked, { followUpOn }) }
  const amended = { ...summary, followUpOn, allergies: '青霉素过敏，头孢不过敏' }
  const because = '补上居民说的过敏情况'
  await doctor.consultationRecord.amend({
    params,
    body: { summary: amended, because, conditionChanged: false, version: 1, passcode: DEMO_PASSCODE },
  })
  await daughter.consultations.rate({ params, body: { stars: 5, words: '说得很明白' } })
  const { complaintId } = await daughter.consultations.complain({ params, body: { statement: '等了大半天才有人回。' } })
  const answer = '那天门诊病人多，让您久等了。卫生院已经多安排一位医生接诊。'
  await administrator.consultationsAdmin.answerComplaint({ params: { complaintId }, body: { answer } })
  return params.consultationId
}

/** Signed, not rated yet; the complaint is open. */
const complained = async (people: People, personId: string): Promise<string> => {
  const { daughter } = people
  const asked = await ask(daughter, { personId, reason: '贫血吃了三个月的药，复查血红蛋白 112，还要不要吃？' })
  const params = {
    consultationId: await finish(people, asked, { diagnosis: '缺铁性贫血，好转', diagnosisCode: 'D50.9' }),
  }
  await daughter.consultations.complain({ params, body: { statement: '我问了要不要复查铁，没有回答我。' } })
  return params.consultationId
}

const stop = async ({ daughter, doctor }: People, personId: string, departmentId: string): Promise<string> => {
  const { consultationId } = await ask(daughter, { personId, reason: '鼻炎的药吃完了，这两天又咳又发烧' })
  const words = '又咳又发烧要当面听一听，请带孩子到县医院儿科看。'
  const body = { why: 'changed_condition' as const, words, departmentId }
  await doctor.consultationsDoctor.stop({ params: { consultationId }, body })
  return consultationId
}

/** Sent to a clinic, where the doctor booked a number. */
const sent = async (people: People, personId: string): Promise<string> => {
  const departmentId = 'svc-county-paediatrics'
  const consultationId = await stop(people, personId, departmentId)
  const params = { consultationId }
  const { slots } = await people.doctor.consultationsDoctor.clinicSlots({ params, query: { departmentId } })
  await people.doctor.consultationsDoctor.bookClinic({ params, body: { slotId: slots.at(-1)!.slotId } })
  return consultationId
}

/** Accepted and talked about: words, a picture, a piece of sound. */
const running = async (people: People, personId: string): Promise<string> => {
  const { daughter } = people
  const asked = await ask(daughter, { personId, reason: '血糖饭前 7.6，最近夜里老起来喝水，药照吃的' })
  await accept(people.doctor, asked)
  await talk(people, asked, [
    ['医生', '您好，二甲双胍是每天两次、饭后吃吗？最近三天早上的血糖分别是多少？'],
    ['她', '是，早饭后一片，晚饭后一片。血糖我妈都记在本子上了，我拍给您看。'],
  ])
  const params = { consultationId: asked.consultationId }
  const attachmentId = await uploadPicture(daughter, [
    '血糖记录（饭前）',
    '11月19日 7.4',
    '11月20日 7.8',
    '11月21日 7.6',
  ])
  await daughter.consultationTalk.send({ params, body: { messageId: uuid(), kind: 'picture', attachmentId } })
  const spoken = await daughter.attachments.upload({ body: { kind: 'sound' }, file: sound })
  const said = { messageId: uuid(), kind: 'sound' as const, attachmentId: spoken.attachmentId }
  await daughter.consultationTalk.send({ params, body: said })
  await talk(people, asked, [
    ['医生', '看到了，比上个月高一点。'],
    ['医生', '晚饭的主食减到一个拳头大，饭后走半小时，三天以后再把血糖发给我。药先不动。'],
  ])
  return asked.consultationId
}

/** Waits for the doctor, who asked for something first. */
const waiting = async ({ daughter, doctor }: People, personId: string): Promise<string> => {
  const attachmentIds = [
    await uploadPicture(daughter, pressures),
    await uploadPicture(daughter, ['血常规', '血红蛋白 98']),
  ]
  const reason = '胃炎以前做过胃镜，最近吃铁剂胃里不舒服，饭后胀，能不能换一种吃法？照片是化验单。'
  const { consultationId } = await ask(daughter, { personId, reason, attachmentIds })
  const body = { messageId: uuid(), text: '铁剂是饭前吃还是饭后吃的？' }
  await doctor.consultationsDoctor.askBack({ params: { consultationId }, body })
  return consultationId
}

/** At the village clinic it costs 5 yuan from now on. */
const due = async ({ daughter, administrator }: People, personId: string) => {
  const params = { institutionId: 'org-songping' }
  const { rules, version } = await administrator.consultationsAdmin.consultationRules({ params })
  const { changeConsultationRules } = administrator.consultationsAdmin
  const changed = await changeConsultationRules({ params, body: { rules: { ...rules, fee: 500 }, version } })
  const reason = '降压药快吃完了，血压早上 144/88，还照原来的吃吗？'
  const { consultationId, payment } = await ask(daughter, { personId, reason, doctorId: villageDoctor })
  // Other tests ask the same doctor, who takes nothing.
  await changeConsultationRules({ params, body: { rules, version: changed.version } })
  return { consultationId, orderId: payment!.orderId }
}

/** @param followUpOn a day some weeks ahead */
export const makeConsultations = async (people: People, { self, mother, child }: Ids, followUpOn: string) => {
  const ended = {
    settled: await settled(people, mother, followUpOn),
    complained: await complained(people, self),
    sent: await sent(people, child),
    stopped: await stop(people, child, 'svc-county-paediatrics'),
  }
  // Words of an emergency, which the doctor sees marked.
  const flagged = await ask(people.daughter, { personId: child, reason: '鼻炎，昨晚咳得喘不上气，坐起来才好一点' })
  return {
    ...ended,
    flagged: flagged.consultationId,
    running: await running(people, mother),
    waiting: await waiting(people, self),
    due: await due(people, mother),
    doctor: { doctorId: familyDoctor, institutionId: 'org-qingshi' },
  }
}
