/**
 * Two phones, a resident's and a doctor's: asked with a picture, accepted with the record kept, talked about live, ended
 * with a signed summary; another one stopped and sent to a clinic with a number. The county platform holds each once.
 */
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { fetchToken } from '../sandbox/county/testing'
import { DEMO_PASSCODE } from '../seed/staff'
import { inLargeType } from './arrive'
import { lookAt } from './look-at'
import { type Phone, openBrowser, openPhone, signIn } from './phone'
import { waitFor } from './wait-for'
import { personaOf, phoneOf } from './world'

/** The elder has nothing open with him. */
const doctorKey = 'village-doctor'
const doctorName = personaOf(doctorKey).name

let browser: Browser
let doctor: Phone

beforeAll(async () => {
  browser = await openBrowser()
  const { doctorDesk } = await phoneOf(doctorKey)
  await doctorDesk.setDuty({ body: { onDuty: true } })
  doctor = await openPhone(browser)
  await signIn(doctor, doctorName, '/packages/staff/account/second-factor')
  await doctor.type(/口令/, DEMO_PASSCODE)
  await doctor.tap('开始工作')
  await doctor.sees(/前不用再输/)
}, 60_000)
afterAll(() => browser?.close())

/** A photo as a phone takes it: larger than what is kept, with where it was taken. */
const photo = async (colour: string) => ({
  name: 'photo.jpg',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 3000, height: 2000, channels: 3, background: colour } })
    .withExif({ IFD3: { GPSLatitude: '30/1 0/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer(),
})

const attach = async ({ page, tap }: Phone, door: string, colour: string): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await tap(door)
  await (await chooser).setFiles(await photo(colour))
}

const consultationIdIn = (page: Page): string => new URL(page.url()).searchParams.get('consultationId')!

/** From the first page to the question that waits. @returns its id */
const ask = async (phone: Phone, reason: string): Promise<string> => {
  await phone.goto('/pages/home/index')
  await phone.tap('在线问诊')
  await phone.sees('有这些情况不要等，马上打 120')
  await phone.tap('我要问医生')
  await phone.tap(new RegExp(`^${doctorName}`))
  await phone.tap(/看过，病情稳定/)
  await phone.type('写在这里', reason)
  await attach(phone, '加照片', '#884422')
  await phone.page.locator('.uploaded-small:visible').first().waitFor()
  await phone.tap('下一步')
  await phone.sees('以前诊断的是什么？')
  await phone.tap(/高血压/)
  await phone.tap('下一步')
  await phone.sees(`${doctorName}医生想先了解`)
  await phone.tap('不是')
  await phone.type('现在每天吃什么药', '氨氯地平，早上一片')
  await phone.tap('下一步')
  await phone.tap('我看过，同意')
  await phone.tap('同意，发给医生')
  await phone.sees('等医生接诊')
  return consultationIdIn(phone.page)
}

const openAtDoctor = async (reason: string): Promise<void> => {
  await doctor.goto('/packages/doctor/consultations/queue')
  await doctor.sees('等您接诊')
  await doctor.tap(new RegExp(reason))
  await doctor.sees(reason)
}

const write = async (phone: Phone, label: string, words: string): Promise<void> => {
  await phone.type(label, words)
  await phone.tap('发送')
}

/** What the county platform holds of one kind that names this consultation. */
const atPlatform = async (
  path: string,
): Promise<{ total: number; entry?: { resource: Record<string, unknown> }[] }> => {
  const fhir = process.env.COUNTY_FHIR_URL!
  const token = await fetchToken(fhir.replace(/\/fhir$/, ''), JSON.parse(process.env.COUNTY_CLIENT!))
  const answer = await fetch(`${fhir}/${path}`, { headers: { Authorization: `Bearer ${token}` } })
  return (await answer.json()) as never
}
const encounterOf = async (consultationId: string) =>
  (await atPlatform(`Encounter?identifier=${identifierSystems.consultation}|${consultationId}`)).entry ?? []

const lastMessage = async (phone: Phone): Promise<number> => phone.page.locator('.talk-bubble:visible').count()

it('asks with a picture, talks live both ways, and ends with a signed summary that the platform holds once', async () => {
  const resident = await openPhone(browser)
  await signIn(resident, personaOf('elder').name)
  const reason = `高血压三年，这周早上量是 150/95，药一直在吃 ${Date.now()}`
  const consultationId = await ask(resident, reason)
  await lookAt(resident, 'consultation-asked')

  await openAtDoctor(reason)
  await doctor.page.locator('.talk-picture:visible').first().waitFor()
  await lookAt(doctor, 'consultation-doctor')
  await doctor.tap('接诊')
  await doctor.sees('能按复诊接吗？')
  await doctor.tap('是常见病、慢性病的复诊，病情稳定')
  await doctor.tap(/高血压/)
  await doctor.tap('接诊')
  await doctor.sees('常用语')

  // Without a reload: the socket said that there is something new.
  await resident.sees('正在问诊')
  await write(doctor, '回复居民', '您好，降压药是每天早上吃吗？')
  await resident.sees('您好，降压药是每天早上吃吗？')
  await write(resident, '说给医生听', '是，每天早上一片。')
  await doctor.sees('是，每天早上一片。')
  await resident.sees('已读')
  await attach(resident, '照片', '#225588')
  await waitFor(async () => (await lastMessage(doctor)) === 3)
  await lookAt(resident, 'consultation-talk')
  await lookAt(doctor, 'consultation-doctor-talk')

  await doctor.tap('写小结结束')
  await doctor.type('主诉', '血压偏高一周')
  await doctor.type('现病史', '确诊高血压三年，规律服药，近一周晨起血压 150/95。')
  await doctor.type(/^诊断$/, '高血压')
  await doctor.tap('下一步')
  await doctor.type('医嘱和建议', '继续每天早上吃药，少吃盐，每天早晚各量一次血压并记下来。')
  await doctor.tap(/^14 天后/)
  await doctor.type('什么情况要马上去医院', '胸痛、说话不清、一边手脚没力。')
  await doctor.tap('下一步')
  await doctor.sees('看一遍，再签名')
  await doctor.tap(/病情和以前一样/)
  await doctor.type('工作口令', DEMO_PASSCODE)
  await doctor.tap('签名')
  await doctor.sees('已结束')

  await resident.sees('医生写好了小结')
  await lookAt(resident, 'consultation-ended')
  await resident.tap('看小结和医嘱')
  await resident.sees(/核验有效/)
  await lookAt(resident, 'consultation-summary')
  const elder = await inLargeType(browser, resident)
  await elder.goto(`/packages/resident/consultations/talk?consultationId=${consultationId}`)
  await elder.sees('医生写好了小结')
  await lookAt(elder, 'consultation-ended-elder')
  await elder.close()

  await waitFor(async () => (await encounterOf(consultationId))[0]?.resource.status === 'finished')
  expect(await encounterOf(consultationId)).toHaveLength(1)
  const ofIt = `encounter:identifier=${identifierSystems.consultation}|${consultationId}`
  const { messages } = await (
    await phoneOf('elder')
  ).consultationTalk.messages({ params: { consultationId }, query: {} })
  expect(messages.map(m => m.seq)).toEqual(messages.map((_, i) => i + 1))
  await waitFor(async () => (await atPlatform(`Communication?${ofIt}`)).total >= messages.length)
  expect((await atPlatform(`Communication?${ofIt}`)).total).toBe(messages.length)
  await waitFor(async () => (await atPlatform(`DocumentReference?${ofIt}`)).total > 0)
  expect((await atPlatform(`DocumentReference?${ofIt}`)).total).toBe(1)
  await resident.close()
}, 240_000)

it('is stopped by the doctor, who books a number right there', async () => {
  const resident = await openPhone(browser)
  await signIn(resident, personaOf('elder').name)
  const reason = `老毛病高血压，最近头晕得厉害 ${Date.now()}`
  const consultationId = await ask(resident, reason)
  await openAtDoctor(reason)
  await doctor.tap(/转去门诊/)
  await doctor.tap('病情有变化')
  await doctor.type('告诉居民的话', '头晕加重要当面检查，请到卫生院来。')
  await doctor.tap('去别的医院')
  await doctor.tap('青石镇卫生院')
  await doctor.tap(/^全科/)
  await doctor.tap('停止，接着替他挂号')
  await doctor.sees('替居民约一个号')
  await doctor.page
    .getByText(/^余 \d+ ·/)
    .filter({ visible: true })
    .first()
    .click()
  await lookAt(doctor, 'consultation-clinic')
  await doctor.tap('约这个号')
  await doctor.sees('已经替居民约好了号')

  await resident.sees('医生请您到医院看')
  await resident.sees(/头晕加重要当面检查/)
  await resident.tap('看医生替您约的号')
  await resident.sees('预约详情')
  await waitFor(async () => (await encounterOf(consultationId))[0]?.resource.status === 'finished')
  expect(await encounterOf(consultationId)).toHaveLength(1)
  await resident.close()
}, 180_000)

it('takes the county’s records from the doctor’s screen with the consent, and leads back to the consent to open them', async () => {
  const resident = await openPhone(browser)
  await signIn(resident, personaOf('elder').name)
  const reason = `高血压复诊，想问药要不要换 ${Date.now()}`
  const consultationId = await ask(resident, reason)
  await resident.tap('给他看')
  await resident.sees('医生可以看我以前的病历')
  await openAtDoctor(reason)
  await doctor.page.locator('.talk-picture:visible').first().waitFor()
  await doctor.tap('看县里的病历')
  await doctor.sees('您看过什么，居民能查到。')
  const elder = await phoneOf('elder')
  await elder.identity.withdrawConsent({ params: { kind: 'health_data' } })
  await doctor.tap('用药')
  await doctor.sees('居民没有同意查看县里的病历')
  expect(await doctor.page.getByText('您看过什么，居民能查到。').filter({ visible: true }).count()).toBe(0)
  await lookAt(doctor, 'consultation-records-closed')

  await resident.sees('医生不能看我以前的病历')
  await resident.tap('给他看')
  await resident.page.waitForURL(/resident\/identity\/consent/)
  await resident.tap('我看过，同意')
  await resident.goto(`/packages/resident/consultations/talk?consultationId=${consultationId}`)
  await resident.tap('给他看')
  await resident.sees('医生可以看我以前的病历')
  await doctor.tap('再试一次')
  await doctor.sees('您看过什么，居民能查到。')
  await elder.consultations.withdraw({ params: { consultationId } })
  await resident.close()
}, 240_000)
