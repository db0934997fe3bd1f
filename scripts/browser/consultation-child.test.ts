/**
 * A father asks about his daughter of three: only the paediatric doctor can be chosen, and nothing is sent before he
 * says that he is with her; then she accepts (互联网诊疗管理办法(试行): 不满六岁须有监护人和儿科专业医师).
 */
import type { Browser } from 'playwright-core'
import { DEMO_PASSCODE } from '../seed/staff'
import { inLargeType } from './arrive'
import { lookAt } from './look-at'
import { type Phone, openBrowser, openPhone, signIn } from './phone'
import { personaOf, phoneOf } from './world'

const father = personaOf('father')
const doctorName = personaOf('paediatric-doctor').name
const others = ['family-doctor', 'village-doctor'].map(key => personaOf(key).name)

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()), 60_000)
afterAll(() => browser?.close())

const doctorAtWork = async (): Promise<Phone> => {
  const doctor = await openPhone(browser)
  await signIn(doctor, doctorName, '/packages/staff/account/second-factor')
  await doctor.type(/口令/, DEMO_PASSCODE)
  await doctor.tap('开始工作')
  await doctor.sees(/前不用再输/)
  return doctor
}

/** The doctors whose card opens something. */
const offered = async ({ page }: Phone): Promise<string[]> => {
  const cards = await page.locator('.card[role="button"]:visible').all()
  const labels = await Promise.all(cards.map(card => card.getAttribute('aria-label')))
  return labels.flatMap(label => label?.split(' ').slice(0, 1) ?? [])
}

/** From the first page to the last one of the question, where everything is agreed to. */
const askAboutChild = async (parent: Phone, reason: string): Promise<void> => {
  await parent.tap(new RegExp(`^${doctorName}`))
  await parent.tap(/看过，病情稳定/)
  await parent.type('写在这里', reason)
  await parent.tap('下一步')
  await parent.tap(/湿疹/)
  await parent.tap('下一步')
  await parent.sees(`${doctorName}医生想先了解`)
  await parent.tap('不是')
  await parent.type('现在每天吃什么药', '只涂药膏，早晚各一次')
  await parent.tap('下一步')
  await parent.sees('这样问，对吗？')
}

it('is offered to paediatric doctors alone, refused without a guardian there, asked and accepted', async () => {
  const parent = await openPhone(browser)
  await signIn(parent, father.name)
  await parent.tap('在线问诊')
  await parent.tap('我要问医生')
  await parent.page.waitForURL(/consultations\/doctors/)
  await parent.settles()
  await parent.tap(/点这里换人/)
  await parent.tap(/3 岁/)
  for (const name of [doctorName, ...others]) await parent.sees(new RegExp(name))
  expect(await offered(parent)).toEqual([doctorName])
  await lookAt(parent, 'child-doctors')
  const elder = await inLargeType(browser, parent)
  const { people } = await (await phoneOf('father')).identity.people({})
  const { personId } = people.find(p => p.relation === 'child')!.person
  await elder.goto(`/packages/resident/consultations/doctors?personId=${personId}`)
  await elder.sees(new RegExp(doctorName))
  expect(await offered(elder)).toEqual([doctorName])
  await lookAt(elder, 'child-doctors', { elder: true })
  await elder.close()

  const reason = `湿疹的药膏快用完了，胳膊弯还有一点红 ${Date.now()}`
  await askAboutChild(parent, reason)
  await parent.tap('我看过，同意')
  await parent.tap('同意，发给医生')
  await parent.sees('请勾选“我是家长，现在在孩子身边”')
  await lookAt(parent, 'child-consent')
  await parent.tap('我是家长，现在在孩子身边')
  await parent.tap('同意，发给医生')
  await parent.sees('等医生接诊')
  const consultationId = new URL(parent.page.url()).searchParams.get('consultationId')!

  const doctor = await doctorAtWork()
  await doctor.goto('/packages/doctor/consultations/queue')
  await doctor.tap(new RegExp(reason))
  await doctor.sees(/家长在场/)
  await lookAt(doctor, 'child-doctor')
  await doctor.tap('接诊')
  await doctor.tap('是常见病、慢性病的复诊，病情稳定')
  await doctor.tap(/湿疹/)
  await doctor.tap('接诊')
  await doctor.sees('常用语')
  await parent.sees('正在问诊')
  await lookAt(parent, 'child-accepted')
  // Over, so that she can be asked again.
  const { consultationsDoctor } = await phoneOf('paediatric-doctor')
  const body = { why: 'unsuitable' as const, words: '请带孩子到儿科当面看一看。', departmentId: null }
  await consultationsDoctor.stop({ params: { consultationId }, body })
  await parent.sees('医生请您到医院看')
  await Promise.all([parent.close(), doctor.close()])
}, 180_000)
