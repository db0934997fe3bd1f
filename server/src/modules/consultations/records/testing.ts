/** For tests of the record: a consultation that was asked, accepted and signed over real HTTP. */
import type { SummaryFields } from 'shared/consultations/model'
import { stepsOf } from '../answering/testing'
import type { TestServer } from '../../../testing/server'

export const summaryOf = (changes: Partial<SummaryFields> = {}): SummaryFields => ({
  chiefComplaint: '头晕三天',
  presentIllness: '高血压五年，近三天晨起头晕，自测 148/92',
  pastHistory: null,
  allergies: '无',
  diagnosis: '高血压病',
  diagnosisCode: 'I10.x00',
  advice: '低盐饮食，继续原来的药，每天早晚各量一次血压',
  medications: [{ name: '氨氯地平片', usage: '每次 5 mg，每日一次' }],
  followUpOn: null,
  ifWorse: '胸痛、说话不清、手脚没力气时立即打 120',
  ...changes,
})

export type Steps = ReturnType<typeof recordSteps>

export const recordSteps = (server: TestServer) => {
  const steps = stepsOf(server)
  const { of } = steps
  type Asked = Awaited<ReturnType<typeof steps.asked>>
  const finish = ({ doctor, consultationId }: Asked, changes: Partial<SummaryFields> = {}, more: object = {}) =>
    doctor.consultationRecord.finish({
      ...of(consultationId),
      body: { summary: summaryOf(changes), conditionChanged: false, passcode: doctor.passcode, ...more },
    })
  return {
    ...steps,
    finish,
    amend: ({ doctor, consultationId }: Asked, changes: Partial<SummaryFields>, more: object = {}) =>
      doctor.consultationRecord.amend({
        ...of(consultationId),
        body: {
          summary: summaryOf(changes),
          because: '补上过敏史',
          conditionChanged: false,
          version: 1,
          passcode: doctor.passcode,
          ...more,
        },
      }),
    versions: ({ resident, consultationId }: Asked) =>
      resident.consultationRecord.summaryVersions(of(consultationId)).then(r => r.versions),
    async accepted(given: Parameters<typeof steps.asked>[0] = {}, who: Parameters<typeof steps.asked>[1] = {}) {
      const asked = await steps.asked(given, who)
      await steps.accept(asked)
      return asked
    },
    async signed(changes: Partial<SummaryFields> = {}, who: Parameters<typeof steps.asked>[1] = {}) {
      const asked = await steps.asked({}, who)
      await steps.accept(asked)
      await finish(asked, changes)
      return asked
    },
  }
}
