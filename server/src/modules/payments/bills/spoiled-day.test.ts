import { setCountyTime } from '../../../testing/clinic'
import { type PaymentTest, startPaymentTest, testOwner } from '../testing'

let test: PaymentTest
beforeAll(async () => void (test = await startPaymentTest()), 60_000)
afterAll(() => test.stop())

it('a day that cannot be compared keeps no later one from it, and is compared when it can be', async () => {
  setCountyTime(test, '12:30', 1)
  const who = await test.resident()
  const lost = await test.open(who)
  await test.wechat.pay.misbehave({ on: 'callback', what: 'lost' })
  await test.pay(who, lost.orderId)
  await test.wechat.pay.behave()
  setCountyTime(test, '12:30', 1)
  await who.identity.me({})
  const heard = await test.open(who)
  await test.pay(who, heard.orderId)
  setCountyTime(test, '10:05', 1)
  const states = async () =>
    ((await test.db.query('SELECT state FROM bill_day ORDER BY day')) as { state: string }[]).map(row => row.state)

  test.owner.paid = () => Promise.reject(new Error('cannot be kept'))
  await expect(test.runJob('payments-reconcile')).rejects.toThrow('cannot be kept')
  expect(await states()).toEqual(['green'])
  test.owner.paid = testOwner.paid
  await test.runJob('payments-reconcile')
  expect(await states()).toEqual(['green', 'green'])
  expect(await test.number(lost.numberId)).toMatchObject({ state: 'fulfilled' })
})
