/** Declining and stopping: what both sides read, where the money goes, and that it is over. */
import { sentenceOf } from 'shared/kernel/errors'
import { refusalOf, codeOf } from '../../../testing/client'
import { newConsultingDoctor, setConsultationRules } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'
import { type Steps, stepsOf } from './testing'
import { sentence } from './sentence'
import { stopNote } from './stop'

let server: TestServer
let step: Steps
beforeAll(async () => {
  server = await startTestServer()
  step = stepsOf(server)
  await server.wechat.pay.set({ refundSeconds: 0 })
}, 60_000)
afterAll(() => server?.stop())

const fee = 1200
const paid = async (rules: object = {}) => {
  const doctor = await newConsultingDoctor(server)
  await setConsultationRules(server, doctor.institutionId, { fee, ...rules })
  const asked = await step.asked({}, { doctor })
  const { payment } = await step.seen(asked)
  await step.pay(asked.resident, payment!.orderId)
  return { ...asked, orderId: payment!.orderId }
}
const back = async (orderId: string): Promise<number[]> => {
  await server.runJob('payments-refunds')
  await server.wechat.pay.settle()
  const trades: { no: string }[] = await server.db.query(
    'SELECT out_trade_no AS no FROM payment_trade WHERE order_id = ?',
    [orderId],
  )
  const { refunds } = await server.wechat.pay.books()
  return refunds.filter(r => trades.some(({ no }) => no === r.outTradeNo)).map(r => r.amount)
}
const events = (consultationId: string): Promise<{ version: number; data: object }[]> =>
  server.db.query('SELECT version, data FROM outbox_event WHERE business_key = ? ORDER BY version', [
    `consultation:${consultationId}`,
  ])

describe('declined', () => {
  it('with the doctor’s reason: over, refunded in full, told without the reason on the lock screen', async () => {
    const asked = await paid()
    const now = await step.decline(asked)
    expect(now).toMatchObject({
      status: 'cancelled',
      outcome: 'declined',
      endedWords: '李明医生没有接诊：这个病不是我的专科',
      can: { accept: false, stop: false, decline: false, transfer: false, bookClinic: false },
    })
    expect(await step.seen(asked)).toMatchObject({ outcome: 'declined', payment: { state: 'refunding' } })
    expect(await step.notes(asked)).toEqual([
      '李明医生没有接诊：这个病不是我的专科。问诊费全部原路退回。可以再问别的医生，或者预约挂号。',
    ])
    expect(await back(asked.orderId)).toEqual([fee])
    expect((await step.seen(asked)).payment).toMatchObject({ state: 'refunded' })
    const [message] = await step.told(asked)
    expect(message).toMatchObject({ kind: 'consultation_ended' })
    expect(JSON.stringify(message)).not.toContain('专科')
    expect(await step.audited(asked.resident.personId, 'consultations.decline')).toMatchObject([
      { account_id: asked.doctor.accountId, role: 'doctor', institution_id: asked.doctor.institutionId },
    ])
    const told = await events(asked.consultationId)
    expect(told.map(e => e.version)).toEqual(told.map((_, n) => n + 1 + (told[0]!.version - 1)))
    expect(told.at(-1)!.data).toMatchObject({ outcome: 'declined' })
  })

  it('once, and not after it was accepted', async () => {
    const asked = await step.asked()
    await step.decline(asked)
    const again = await refusalOf(step.decline(asked))
    expect([again.code, again.message]).toEqual(['consultation_state', sentenceOf('consultation_state')])
    const accepted = await step.asked()
    await step.accept(accepted)
    expect(await codeOf(step.decline(accepted))).toBe('consultation_state')
  })

  it('then the same doctor may be asked anew', async () => {
    const asked = await step.asked()
    await step.decline(asked)
    await expect(step.asked({}, asked)).resolves.toMatchObject({ consultationId: expect.any(String) })
  })
})

describe('stopped and sent to a clinic', () => {
  it('while it waits: why, the doctor’s words, the department, and the fee goes back', async () => {
    const asked = await paid()
    const { departmentId } = asked.doctor.clinic
    const now = await step.stop(asked, { why: 'first_visit', departmentId })
    expect(now).toMatchObject({
      status: 'finished',
      outcome: 'clinic',
      toClinic: {
        why: 'first_visit',
        words: '请尽快到医院做检查',
        departmentId,
        departmentName: '全科',
        appointmentId: null,
      },
      can: { bookClinic: true, write: false, finish: false, stop: false },
    })
    expect(await step.seen(asked)).toMatchObject({
      status: 'finished',
      toClinic: { departmentName: '全科' },
      payment: { state: 'refunding' },
      can: { write: false, withdraw: false },
    })
    const [note] = await step.notes(asked)
    expect(note).toContain('第一次看这个病，按规定要到医院当面看')
    expect(note).toContain(`建议去：${asked.doctor.clinic.institution.name} 全科`)
    expect(note).toContain('问诊费全部原路退回')
    expect(await back(asked.orderId)).toEqual([fee])
    expect(await step.audited(asked.resident.personId, 'consultations.stop')).toHaveLength(1)
  })

  it('while it runs, where the institution keeps the fee', async () => {
    const asked = await paid({ refundWhenStopped: false })
    await step.accept(asked)
    expect(await step.stop(asked)).toMatchObject({ status: 'finished', outcome: 'clinic' })
    expect(await back(asked.orderId)).toEqual([])
    expect((await step.seen(asked)).payment).toMatchObject({ state: 'paid' })
    const { data } = (await events(asked.consultationId)).at(-1)!
    expect(data).toMatchObject({ outcome: 'clinic' })
    const [message] = await step.told(asked)
    expect(JSON.stringify(message)).not.toContain('检查')
  })

  it('while it waits: the fee goes back also where the institution keeps it of those that were accepted', async () => {
    const asked = await paid({ refundWhenStopped: false })
    expect(await step.stop(asked)).toMatchObject({ outcome: 'clinic' })
    expect((await step.notes(asked))[0]).toContain('问诊费全部原路退回')
    expect(await back(asked.orderId)).toEqual([fee])
  })

  it('says to call 120 in an emergency, and tells so', async () => {
    const asked = await step.asked({ reason: '突然胸口疼，出冷汗，喘不上气' })
    expect((await step.show(asked)).redFlags.map(f => f.kind)).toEqual(['chest_pain', 'breathing'])
    await step.stop(asked, { why: 'emergency', words: '马上去急诊' })
    expect((await step.notes(asked))[0]).toContain('请马上打 120，或到最近的医院看急诊')
    const [message] = await step.told(asked)
    expect(JSON.stringify(message)).toContain('120')
  })

  it('not to a department that is not there; once; nothing is said any more', async () => {
    const asked = await step.asked()
    const refused = await refusalOf(step.stop(asked, { departmentId: 'svc-nowhere' }))
    expect([refused.code, refused.message]).toEqual(['department_unknown', sentenceOf('department_unknown')])
    await step.stop(asked)
    expect(await codeOf(step.stop(asked))).toBe('consultation_state')
    expect(await codeOf(step.accept(asked))).toBe('consultation_state')
    const say = { messageId: '01993c00-0000-7000-8000-0000000000ba', kind: 'text' as const, text: '还有一句' }
    const { of } = step
    expect(await codeOf(asked.resident.consultationTalk.send({ ...of(asked.consultationId), body: say }))).toBe(
      'consultation_state',
    )
    expect(await codeOf(asked.doctor.consultationTalk.doctorSend({ ...of(asked.consultationId), body: say }))).toBe(
      'consultation_state',
    )
  })

  it('a second tap with the same key answers the same, and refunds once', async () => {
    const asked = await paid()
    const headers = { 'Idempotency-Key': `stop-${asked.consultationId}` }
    const body = { why: 'unsuitable', words: '要当面检查', departmentId: null }
    const tap = () => asked.doctor.ask('POST', `/doctor/consultations/${asked.consultationId}/stop`, { body, headers })
    const [first, second] = [await tap(), await tap()]
    expect([first.status, second.body]).toEqual([200, first.body])
    expect(await back(asked.orderId)).toEqual([fee])
    expect(await step.notes(asked)).toHaveLength(1)
  })
})

it.each([
  ['要做心电图', '要做心电图。'],
  ['要做心电图。', '要做心电图。'],
  ['要做心电图，', '要做心电图。'],
  ['马上去急诊！', '马上去急诊！'],
  ['要做心电图。。', '要做心电图。'],
  ['要做心电图。 \n', '要做心电图。'],
  ['护士会说“请坐。”', '护士会说“请坐。”'],
])('%s ends as a sentence', (words, said) => expect(sentence(words)).toBe(said))

describe('the words of a stop', () => {
  const stop = {
    words: '要做心电图',
    department: null,
    doctorName: '李明',
    refunded: true,
    by: {} as never,
    at: new Date(),
  }
  it.each([
    ['first_visit', '第一次看这个病'],
    ['changed_condition', '病情有变化'],
    ['no_evidence', '没有能证明以前诊断的病历'],
    ['unsuitable', '不适合在线上看'],
    ['emergency', '120'],
  ] as const)('%s: why, and the way on', (why, words) => {
    const note = stopNote({ ...stop, why }, false)
    expect(note).toContain(words)
    expect(note).not.toContain('挂号')
    expect(note).toContain('120')
    expect(note).not.toContain('退')
  })
})

test('an account that is not the doctor’s ends nothing', async () => {
  const asked = await step.asked()
  const other = await newConsultingDoctor(server, { at: asked.doctor.clinic })
  const { consultationId } = asked
  expect(await codeOf(step.decline({ doctor: other, consultationId }))).toBe('not_found')
  expect(await codeOf(step.stop({ doctor: other, consultationId }))).toBe('not_found')
  expect(await codeOf(step.decline({ doctor: await newResident(server), consultationId }))).toBe('forbidden')
  expect(await step.seen(asked)).toMatchObject({ status: 'planned' })
})
