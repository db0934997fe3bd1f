/**
 * The first whole journey on the built mini-program, on the county's own directory: sign in, register, open the card,
 * book; the clinic confirms and checks in; the resident sees it. Then every page signed in, within WeChat's limits.
 */
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { transaction } from 'server/db/transaction'
import { createInvitation } from 'server/modules/identity/invite'
import { type TestServer, startTestServer } from 'server/testing/server'
import { newResident, newStaff } from 'server/testing/signed-in'
import { personas } from '../../../scripts/sandbox/county/personas'
import type { Harness } from './harness'
import { beyondLimits, phoneOf, signedInBefore, signInByHand } from './stack'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.runJob('relay-sync')
}, 120_000)
afterAll(() => server?.stop())

const me = personas.find(({ key }) => key === 'first-timer')!
/** The phone does not ask again for what it learnt less than this ago (query-client.ts). */
const freshFor = 5_000
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const passcode = 'clinic-desk-2026'

const register = async (app: Harness) => {
  await app.tap('开始登记')
  await app.tap('用微信绑定手机号')
  await app.type('姓名', me.name)
  await app.tap('下一步')
  await app.type('身份证号', me.identityNumber)
  await app.sees('号码没有错：1988年10月2日出生，女')
  await app.tap('下一步')
  await app.tap('我看过，同意')
  await app.tap('同意，登记')
  await app.sees('您已经实名登记')
}

const openCard = async (app: Harness) => {
  await app.tap('开通电子健康卡')
  await app.tap('开通健康卡', -1)
  await app.sees('您是哪个民族？')
  await app.tap('下一步')
  await app.type('住址', me.address)
  await app.tap('下一步')
  await app.tap('对，开通')
  await app.sees('您的健康卡可以用了')
}

/** Tomorrow, at the first free time of the first doctor. */
const book = async (app: Harness) => {
  await app.tap('预约挂号')
  await app.tap('云溪县人民医院')
  await app.tap('心血管内科')
  await app.tap('明天')
  await app.settled()
  await app.tap('免费')
  await app.settled()
  const time = /\d+:\d\d–\d+:\d\d/.exec(app.words())?.[0] ?? 'no time to choose'
  await app.tap(time)
  await app.tap('确认预约')
  await app.sees('号给您留好了，等医院确认')
  await app.sees('县人民医院 心血管内科')
}

const codeOnScreen = (app: Harness): string => {
  const answers = app.phone.requests.map(({ reply }) => reply as { code?: string; lifeSeconds?: number } | null)
  return answers.findLast(reply => reply?.lifeSeconds)?.code ?? ''
}

const invite = async (): Promise<string> => {
  const position = { role: 'staff' as const, institutionId: 'org-county', practitionerId: null, displayName: '刘敏' }
  const { context } = server
  const { code } = await transaction(context.db, tx => createInvitation(tx, context, { ...position, createdBy: null }))
  return code
}

const startWork = async (app: Harness) => {
  await signInByHand(app)
  await app.sees('开始登记')
  await app.open('/packages/staff/account/invitation')
  await app.type('邀请码', await invite())
  await app.tap('下一步')
  await app.type('工作口令', passcode)
  await app.type('再输一遍', passcode)
  await app.tap('接受邀请')
  await app.tap('输工作口令，开始工作')
  await app.type('工作口令', passcode)
  await app.tap('开始工作')
  await app.sees('今天的预约')
}

const confirmAndCheckIn = async (desk: Harness, card: string) => {
  await desk.tap('后一天')
  await desk.sees('许**')
  await desk.tap('确认', -1)
  await desk.sees('已约')
  desk.phone.scanned = card
  await desk.tap('扫健康卡报到')
  await desk.tap('扫卡报到')
  await desk.sees('他来早了')
  await desk.tap('心血管内科')
  await desk.sees('报到好了')
}

test('registers, opens the card, books; the clerk confirms and scans; the resident sees 已报到; the county holds it once', async () => {
  const app = phoneOf(server, 'first-timer')
  await signInByHand(app)
  await register(app)
  await openCard(app)
  await book(app)
  const { appointmentId = '' } = app.stack.at(-1)!.options
  await app.tap('好，回首页')
  await app.tap('电子健康卡')
  await app.sees('秒后自动换新码')

  const desk = phoneOf(server, 'clerk')
  await startWork(desk)
  await confirmAndCheckIn(desk, codeOnScreen(app))

  await pause(freshFor)
  await app.open('/pages/home/index')
  await app.sees('已报到')
  await app.tap('前面还有')
  await app.sees('报到好了，请在诊室外面等叫号')
  expect([beyondLimits(app), beyondLimits(desk)]).toEqual([[], []])

  await server.runJob('relay-deliver')
  await pause(freshFor)
  await app.open(`/packages/resident/appointments/detail?appointmentId=${appointmentId}`)
  await app.sees('已送达县平台')
  const { store } = server.platform
  const held = [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${appointmentId}`)]
  expect(held.map(id => (store.current('Appointment', id)!.resource as { status?: string }).status)).toEqual([
    'arrived',
  ])
}, 90_000)

/** What the pages take, of somebody who has booked and holds every position. */
const everybodysParams = async () => {
  const resident = await newResident(server)
  const { personId } = resident
  await newStaff(server, { role: 'staff', institutionId: 'org-county' }, resident)
  await newStaff(server, { role: 'administrator', institutionId: 'org-county' }, resident)
  await newStaff(
    server,
    { role: 'doctor', institutionId: 'org-qingshi', practitionerId: 'doc-qingshi-general-1' },
    resident,
  )
  const departmentId = 'svc-county-cardiology'
  const { doctors } = await resident.appointments.availability({ params: { departmentId }, query: { personId } })
  const free = doctors.flatMap(({ sessions }) => sessions).filter(({ remaining }) => remaining > 0)
  const { sessionId } = free.at(-1)!
  const { slots, session } = await resident.appointments.session({ params: { sessionId }, query: { personId } })
  const { slotId, day } = slots.find(({ remaining }) => remaining > 0)!
  const { appointmentId } = await resident.appointments.book({ body: { slotId, personId } })
  const { institutionId, doctorId } = session
  const params = { personId, institutionId, departmentId, doctorId, sessionId, slotId, appointmentId, day }
  return {
    resident,
    query: Object.entries(params)
      .map(pair => pair.join('='))
      .join('&'),
  }
}

test('every page of the build opens signed in, on the county’s own data, within WeChat’s limits', async () => {
  const { resident, query } = await everybodysParams()
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch('/pages/home/index')
  const elsewhere: string[] = []
  for (const route of app.routes) {
    await app.open(`/${route}?${query}`)
    if (app.stack.at(-1)?.route !== route) elsewhere.push(route)
    expect({ route, words: app.words() }).toEqual({ route, words: expect.stringMatching(/\S/) })
  }
  expect(elsewhere).toEqual([])
  expect(beyondLimits(app)).toEqual([])
  expect(app.phone.requests.filter(({ status }) => status === null || status >= 500)).toEqual([])
}, 90_000)
