/**
 * What a resident sees of a question between asking and its end, on real pages: on the first page, while the doctor is
 * away, while it is not paid, and the consent it was asked under. On a server of its own, whose doctors and fees are free.
 */
import type { Browser } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { inLargeType } from '../arrive'
import { lookAt } from '../look-at'
import { type OwnServer, startOwnServer } from './own-server'
import { type Phone, openBrowser, openPhone, signIn } from '../phone'
import { waitFor } from '../wait-for'
import { personaOf, phoneOf } from '../world'

/** The elder's question waits for the family doctor (scripts/seed). */
const elder = personaOf('elder').name
const villageDoctor = personaOf('village-doctor').name

let own: OwnServer
let browser: Browser
let phone: Phone

/** The seed left him a summary that he has not read. */
const readAll = async (): Promise<void> => {
  const { consultations, consultationTalk } = await phoneOf('elder')
  for (const { consultationId } of (await consultations.consultations({ query: {} })).consultations) {
    const params = { consultationId }
    const { last } = await consultations.consultation({ params })
    await consultationTalk.reached({ params, body: { delivered: last, read: last } })
  }
}

beforeAll(async () => {
  own = await startOwnServer()
  await readAll()
  browser = await openBrowser()
  phone = await openPhone(browser)
  await signIn(phone, elder)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await own?.stop()
}, 60_000)

const home = '/pages/home/index'
const consents = '/packages/resident/identity/consents'

/** Nothing is wrong with the page in front, in normal and in large type; PICTURES=folder keeps its pictures. */
const looksRight = async (name: string): Promise<void> => {
  const large = await inLargeType(browser, phone)
  const { pathname, search } = new URL(phone.page.url())
  await large.goto(pathname + search)
  await Promise.all([phone.settles(), large.settles()])
  const found = [await lookAt(phone, name), await lookAt(large, name, { elder: true })]
  await large.close()
  expect({ [name]: found }).toEqual({ [name]: [[], []] })
}
const gone = (words: string | RegExp): Promise<void> =>
  phone.page.getByText(words).filter({ visible: true }).first().waitFor({ state: 'hidden' })

/** Not while a page slides in: the one below has a way back of its own. */
const back = async (): Promise<void> => {
  await phone.settles()
  await phone.page.locator('.page-bar:visible').last().getByText('返回').click()
}

/** What is said in passing covers no button at the foot, and goes by itself. */
const saysInPassing = async (words: string): Promise<void> => {
  await phone.sees(words)
  const boxOf = (of: string) => phone.page.locator(`${of}:visible`).first().boundingBox()
  const [toast, foot] = [await boxOf('.toast'), await boxOf('.page-foot')]
  expect(toast!.y + toast!.height).toBeLessThan(foot!.y)
  await phone.page.locator('.toast:visible').waitFor({ state: 'hidden', timeout: 5_000 })
}

it('shows the question that waits on the first page; its doctor goes, and another one is asked', async () => {
  await phone.sees('等医生接诊，接了会通知您')
  await looksRight('home-consultation')
  await phone.tap('去看看')
  await phone.sees(/前没有医生接诊，会自动结束/)
  const { doctorDesk } = await phoneOf('family-doctor')
  await doctorDesk.setDuty({ body: { onDuty: false } })
  // Without a reload: the socket said that something changed.
  await phone.sees(/^医生现在不在岗，可以再等等，也可以去问别的医生。最晚/)
  await looksRight('consultation-doctor-away')
  await doctorDesk.setDuty({ body: { onDuty: true } })
  await gone(/医生现在不在岗/)
  await doctorDesk.setDuty({ body: { onDuty: false } })
  await phone.tap('撤回，去问别的医生')
  await phone.tap('撤回，去选医生')
  await phone.sees('问哪位医生？')
  await phone.goto(home)
  await phone.sees('电子健康卡')
  await phone.settles()
  expect(await phone.page.getByText('等医生接诊').count()).toBe(0)
}, 120_000)

it('brings whoever goes back without paying to the question, where it is paid or given up', async () => {
  const { consultationsAdmin } = await phoneOf('administrator')
  const params = { institutionId: 'org-songping' }
  const { rules, version } = await consultationsAdmin.consultationRules({ params })
  await consultationsAdmin.changeConsultationRules({ params, body: { rules: { ...rules, fee: 500 }, version } })
  await phone.tap('在线问诊')
  await phone.tap('我要问医生')
  await phone.tap(new RegExp(`^${villageDoctor}`))
  await phone.tap(/看过，病情稳定/)
  await phone.type('写在这里', '降压药快吃完了，血压早上 144/88，还照原来的吃吗？')
  await phone.tap('下一步')
  await phone.tap(/高血压/)
  await phone.tap('下一步')
  await phone.tap('不是')
  await phone.type('现在每天吃什么药', '氨氯地平，早上一片')
  await phone.tap('下一步')
  await phone.tap('我看过，同意')
  await phone.tap('同意，去付款 ¥5.00')
  await phone.sees('付了款，医生才会看到您的问题。')
  await back()
  await phone.sees('等您付款')
  await phone.sees(/还没付款，医生还看不到/)
  await looksRight('consultation-unpaid')
  await phone.goto(home)
  await phone.sees('问题写好了，还差付款')
  await looksRight('home-consultation-unpaid')
  await phone.tap('看问题，或者不问了')
  await phone.sees('我的提问')
  await phone.settles()
  await phone.tap('去付款 ¥5.00')
  await phone.tap('不问了')
  await phone.tap('撤回')
  await saysInPassing('问诊撤回了，不用付款')
  await phone.sees('您撤回了这次问诊')
  // The page of before, not one more of it.
  await back()
  await phone.sees('您好，要办什么？')
  await phone.settles()
  expect(await phone.page.getByText('还差付款').filter({ visible: true }).count()).toBe(0)
}, 120_000)

it('shows the consent it was asked under among the others, to be withdrawn', async () => {
  await phone.goto(consents)
  await phone.tap(/在线问诊知情同意/)
  await phone.sees(/在线问诊只看复诊/)
  await phone.sees('已同意')
  await looksRight('consent-consultation')
  await phone.tap('撤回同意')
  await phone.sees(/正在进行的问诊不会断/)
  await phone.page.getByRole('button', { name: '撤回同意' }).filter({ visible: true }).last().click()
  await saysInPassing('已经撤回')
  await phone.sees('我看过，同意')
}, 60_000)

it('shows unread words on the first page until they were read', async () => {
  const patient = await phoneOf('elder')
  const doctor = await phoneOf('village-doctor')
  const { personId } = (await patient.identity.me({})).self!
  const { practitionerId } = personaOf('village-doctor')
  const { consultationsAdmin } = await phoneOf('administrator')
  const params = { institutionId: 'org-songping' }
  const { rules, version } = await consultationsAdmin.consultationRules({ params })
  await consultationsAdmin.changeConsultationRules({ params, body: { rules: { ...rules, fee: 0 }, version } })
  const asking = await patient.consultations.askingRules({
    params: { doctorId: practitionerId! },
    query: { personId },
  })
  const { consultationId } = await patient.consultations.ask({
    body: {
      personId,
      doctorId: practitionerId!,
      institutionId: asking.doctor.institutionId,
      visit: 'follow_up',
      reason: '血压这周早上有点高，药一直在吃',
      earlier: { by: 'county_record', recordId: asking.diagnoses![0]!.recordId },
      answers: asking.questions.map(q => ({ questionId: q.questionId, answer: '不是' })),
      consentVersion: asking.consentVersion,
      allowRecords: true,
    },
  })
  const text = '药是饭前吃还是饭后吃？'
  await doctor.consultationsDoctor.askBack({ params: { consultationId }, body: { messageId: uuid(), text } })
  await phone.goto(home)
  await phone.sees(/条新消息没看/)
  await looksRight('home-consultation-unread')
  await phone.tap('去看看')
  await phone.sees(text)
  await waitFor(async () => {
    const { consultations } = await patient.consultations.consultations({ query: {} })
    return consultations.find(c => c.consultationId === consultationId)!.unread === 0
  })
  await back()
  await phone.sees('医生想先问清楚，等您回答')
}, 90_000)
