/** What of online consultation stands behind a tap: the questions one by one, sheets, the record before it is signed. */
import type { Viewer } from './arrive'
import type { Phone } from './phone'
import type { World } from './world'

interface Behind {
  path: string
  /** Each leads to something new to look at. */
  ways: ((phone: Phone) => Promise<unknown>)[]
}

const tap =
  (words: string | RegExp) =>
  ({ tap: on }: Phone) =>
    on(words)

const residents = '/packages/resident/consultations'
const doctors = '/packages/doctor/consultations'

export const behindTaps = ({ ids, consulted }: World): Partial<Record<Viewer, Behind[]>> => {
  const { doctor, flagged, waiting, running, settled } = consulted
  const asking = `doctorId=${doctor.doctorId}&institutionId=${doctor.institutionId}&personId=${ids.child}`
  return {
    daughter: [
      {
        path: `${residents}/ask?${asking}`,
        ways: [
          tap('看过，病情稳定，来复诊'),
          async phone => {
            await phone.type('写在这里', '鼻炎的药吃完了，昨晚有点喘不上气，要不要换药？')
            await phone.sees(/马上打 120/)
          },
          tap('下一步'),
          tap('不是现在，接着问'),
          async phone => {
            await phone.tap(/过敏性鼻炎/)
            await phone.tap('下一步')
          },
          async phone => {
            await phone.tap('不是')
            await phone.type(/吃什么药/, '西替利嗪，每晚一次')
            await phone.tap('下一步')
            await phone.sees('这样问，对吗？')
          },
        ],
      },
      { path: `${residents}/talk?consultationId=${running}`, ways: [tap('说话')] },
    ],
    doctor: [
      { path: `${doctors}/talk?consultationId=${flagged}`, ways: [tap(/先问居民一句/)] },
      { path: `${doctors}/talk?consultationId=${flagged}`, ways: [tap(/不接这个问诊/)] },
      { path: `${doctors}/talk?consultationId=${running}`, ways: [tap('常用语'), tap('宣教')] },
      {
        path: `${doctors}/accept?consultationId=${waiting}`,
        ways: [tap('是常见病、慢性病的复诊，病情稳定'), tap('病情有变化')],
      },
      { path: `${doctors}/finish?consultationId=${settled}&amends=1`, ways: [tap('下一步'), tap('下一步')] },
      { path: `${doctors}/stop?consultationId=${running}`, ways: [tap('去别的医院')] },
    ],
    administrator: [
      {
        path: `/packages/admin/consultations/view?consultationId=${settled}`,
        ways: [
          async phone => {
            await phone.type('原因', '处理居民投诉')
            await phone.tap('打开')
            await phone.sees('说过的话')
          },
        ],
      },
      { path: '/packages/admin/consultations/complaints', ways: [tap('答复')] },
    ],
  }
}
