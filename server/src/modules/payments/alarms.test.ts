import { type PaymentTest, startPaymentTest } from './testing'

let test: PaymentTest
beforeAll(async () => void (test = await startPaymentTest()), 60_000)
afterAll(() => test.stop())

it('counts every one of many forged notices at once', async () => {
  await test.forgetAlarms()
  const forge = () => fetch(`${test.base}/api/wechat-pay/notices`, { method: 'POST' })
  const answers = await Promise.all(Array.from({ length: 200 }, forge))
  expect([...new Set(answers.map(answer => answer.status))]).toEqual([401])
  expect(await test.alarms()).toEqual({ notice_headers: 200 })
})
