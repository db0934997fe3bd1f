/** A question that is not paid yet, and one that waits, on the built mini-program: where it is, and the way on. */
import { addDiagnosis, newConsultation, newConsultingDoctor, setConsultationRules } from 'server/testing/consulting'
import { type TestServer, startTestServer } from 'server/testing/server'
import { newResident } from 'server/testing/signed-in'
import type { Harness } from './harness'
import { beyondLimits, phoneOf, signedInBefore } from './stack'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server?.stop())

const pagesOf = (app: Harness): string[] => app.stack.map(({ route }) => route.split('/').at(-1)!)

/** Asked for 5 yuan, and now at the payment page. */
const beforePaying = async () => {
  const doctor = await newConsultingDoctor(server)
  await setConsultationRules(server, doctor.institutionId, { fee: 500 })
  const resident = await newResident(server)
  addDiagnosis(server, resident.onFile)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  const { doctorId, institutionId } = doctor
  await app.launch(`/packages/resident/consultations/ask?doctorId=${doctorId}&institutionId=${institutionId}`)
  await app.tap('看过，病情稳定，来复诊')
  await app.type('写在这里', '血压这周早上 150/95，药一直在吃')
  await app.tap('下一步')
  await app.tap('高血压')
  await app.tap('下一步')
  await app.tap('我看过，同意')
  await app.tap('同意，去付款 ¥5.00')
  await app.sees('付了款，医生才会看到您的问题')
  return { app, resident }
}

test('back from the payment page lies the question; paid later, it is there once', async () => {
  const { app } = await beforePaying()
  expect(pagesOf(app)).toEqual(['talk', 'pay'])
  await app.back()
  await app.sees('还没付款，医生还看不到')
  await app.tap('去付款 ¥5.00')
  await app.tap('微信支付 ¥5.00')
  await app.sees('等医生接诊')
  expect(pagesOf(app)).toEqual(['talk'])
  expect(beyondLimits(app)).toEqual([])
}, 60_000)

test('the first page says what waits to be paid, and nothing once it was given up', async () => {
  const { app } = await beforePaying()
  await app.open('/pages/home/index')
  await app.sees('问题写好了，还差付款')
  await app.tap('看问题，或者不问了')
  await app.tap('去付款 ¥5.00')
  await app.tap('不问了')
  await app.tap('撤回', -1)
  await app.sees('您撤回了这次问诊')
  expect(pagesOf(app)).toEqual(['index', 'talk'])
  await app.back()
  await app.sees('在线问诊')
  await app.settled()
  expect(app.words()).not.toContain('还差付款')
}, 60_000)

test('a doctor who goes off duty: said to who waits, with the way to another', async () => {
  const { doctor, resident, consultationId } = await newConsultation(server)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch(`/packages/resident/consultations/talk?consultationId=${consultationId}`)
  await app.sees('前没有医生接诊，会自动结束')
  await doctor.doctorDesk.setDuty({ body: { onDuty: false } })
  await app.sees('医生现在不在岗')
  await app.tap('撤回，去问别的医生')
  await app.tap('撤回，去选医生')
  await app.sees('问哪位医生？')
  const { outcome } = await resident.consultations.consultation({ params: { consultationId } })
  expect(outcome).toBe('withdrawn')
}, 60_000)
