import { v7 as uuid } from 'uuid'
import { type Phone } from './phone'
import { DEMO_PASSCODE, enterPasscode } from './staff'

const questions = [
  { text: '最近是不是胸痛、喘不上气', answer: 'yes_no' as const },
  { text: '现在每天吃什么药', answer: 'text' as const },
]
const quickPhrases = ['请把最近三天的血压发给我。', '药照原来的吃，不要自己停。', '拍一下药盒给我看看，好吗？']

/** The doctor answers online from now on, with questions and phrases of their own. */
export async function openDesk({ doctorDesk }: Phone): Promise<void> {
  const desk = await doctorDesk.desk({ query: {} })
  if (desk.onDuty || desk.questions.length) return
  await doctorDesk.changeDesk({ body: { dailyCap: null, questions } })
  await doctorDesk.setDuty({ body: { onDuty: true } })
  for (const text of quickPhrases) await doctorDesk.addPhrase({ body: { kind: 'quick', title: null, text } })
}

/** A follow-up question about the person's oldest diagnosis of high blood pressure. */
async function ask({ identity, consultations }: Phone, doctorId: string, reason: string): Promise<string> {
  const { personId } = (await identity.me({})).self!
  const asking = await consultations.askingRules({ params: { doctorId }, query: { personId } })
  const record = asking.diagnoses?.find(({ title }) => title.includes('高血压'))
  if (!record) throw new Error('The county platform knows no diagnosis to follow up')
  const { institutionId } = asking.doctor
  const { consultationId } = await consultations.ask({
    body: {
      personId,
      doctorId,
      institutionId,
      visit: 'follow_up',
      reason,
      earlier: { by: 'county_record', recordId: record.recordId },
      answers: asking.questions.map(({ questionId, answer }) => ({
        questionId,
        answer: answer === 'yes_no' ? '不是' : '氨氯地平，每天早上一片',
      })),
      consentVersion: asking.consentVersion,
      allowRecords: true,
    },
  })
  return consultationId
}

/** Accepted with the record that was picked, talked about, ended with a signed summary. */
async function answer(patient: Phone, doctor: Phone, consultationId: string): Promise<void> {
  const params = { consultationId }
  await enterPasscode(doctor)
  const { earlier } = await doctor.consultationsDoctor.doctorConsultation({ params })
  const evidence = { by: 'county_record' as const, recordId: earlier.record!.recordId }
  await doctor.consultationsDoctor.accept({ params, body: { assessment: 'follow_up', evidence } })
  const text = (words: string) => ({ messageId: uuid(), kind: 'text' as const, text: words })
  await doctor.consultationTalk.doctorSend({ params, body: text('王叔，这几天早晚的血压是多少？') })
  await patient.consultationTalk.send({ params, body: text('早上 142/84，晚上 136/80，没有不舒服。') })
  await doctor.consultationTalk.doctorSend({ params, body: text('控制得不错，药照原来的吃，两周后再告诉我一次血压。') })
  await doctor.consultationRecord.finish({
    params,
    body: {
      conditionChanged: false,
      passcode: DEMO_PASSCODE,
      summary: {
        chiefComplaint: '高血压复诊，了解近期血压情况',
        presentIllness: '规律服用氨氯地平，近期家测血压 136–142/80–84 mmHg，无头晕、胸痛、心悸。',
        pastHistory: '冠心病、慢性阻塞性肺疾病',
        allergies: null,
        diagnosis: '高血压3级（很高危），血压基本平稳',
        diagnosisCode: 'I10',
        advice: '继续原来的药，不要自己停。每天用盐不超过 5 克，早晚量血压并记录。',
        medications: [{ name: '苯磺酸氨氯地平片 5mg', usage: '口服，每日一次，每次1片' }],
        followUpOn: null,
        ifWorse: '血压高于 180/110，或胸痛、说话不清、半边没力气，马上打 120。',
      },
    },
  })
}

/** So that a new user sees one that is over and one that waits. */
export async function askAndAnswer(
  patient: Phone,
  { answers, waits }: { answers: { phone: Phone; doctorId: string }; waits: { doctorId: string } },
): Promise<void> {
  const { consultations } = await patient.consultations.consultations({ query: {} })
  if (!consultations.length) {
    const over = await ask(patient, answers.doctorId, '按时吃药，想问问现在的血压还要不要加药')
    await answer(patient, answers.phone, over)
  }
  if (consultations.length < 2)
    await ask(patient, waits.doctorId, '高血压的药快吃完了，血压早上 144/82，想请您看看还照原来的吃吗')
}
