import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { yuan } from './numbers'
import { type PayTest, startPayTest } from './testing'

let test: PayTest
const numbers: string[] = []
/** Three orders of Monday, one half refunded, and one of Tuesday; it is Tuesday, 10:00. */
beforeAll(async () => {
  test = await startPayTest()
  for (let count = 0; count < 3; count++) numbers.push((await test.paid({ attach: 'a,b' })).no)
  await test.place()
  await test.refund(numbers[0]!, 'refund-1', 750)
  await test.pass(15 * 3_600_000)
  await test.paid()
  await test.pass(10 * 3_600_000)
})
beforeEach(() => test.reset())
afterAll(() => test.stop())

const ask = async (kind: string, query: string) => (await test.ask('GET', `/v3/bill/${kind}?${query}`)).body
const monday = 'bill_date=2026-11-23'

async function bytes(kind: string, query = monday) {
  const billed = await ask(kind, query)
  const { pathname, search } = new URL(String(billed.download_url))
  const url = test.sandbox.url + pathname + search
  const answer = await test.download(pathname + search)
  return {
    billed,
    url,
    signed: answer.headers.has('wechatpay-signature'),
    file: Buffer.from(await answer.arrayBuffer()),
  }
}
const lines = async (kind: string, query = monday) => {
  const { file, billed } = await bytes(kind, query)
  expect(createHash('sha1').update(file).digest('hex')).toBe(billed.hash_value)
  return file.toString().split('\r\n')
}

it('lists a day’s payments and refunds, each value behind a backtick, in yuan', async () => {
  const { file, signed } = await bytes('tradebill')
  expect(signed).toBe(false)
  expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [header, first, , , refund, summaryHeader, summary, end] = file.toString().split('\r\n')
  expect(header).toMatch(/^\ufeff交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,/)
  expect(first).toContain(`,\`${numbers[0]},`)
  expect(first).toMatch(/^`2026-11-23 09:00:00,`wx0000000000000000,/)
  expect(first).toMatch(/,`挂号费,`a b,`0.00,`0.00%,`15.00,`0.00,`$/)
  expect(refund).toMatch(/,`refund-1,`7.50,`0.00,`ORIGINAL,`SUCCESS,/)
  expect(summaryHeader).toBe(
    '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
  )
  expect([summary, end]).toEqual(['`4,`45.00,`7.50,`0.00,`0.00,`45.00,`7.50', ''])
})

it('lists payments or refunds alone', async () => {
  expect(await lines('tradebill', `${monday}&bill_type=SUCCESS`)).toHaveLength(3 + 4)
  expect(await lines('tradebill', `${monday}&bill_type=REFUND`)).toHaveLength(1 + 4)
})

it('lists every movement of money with the balance', async () => {
  await test.sandbox.pay.set({ feeBasisPoints: 60 })
  const withFees = await lines('fundflowbill')
  await test.sandbox.pay.set({ feeBasisPoints: 0 })
  const [, first, , , refund, , summary] = await lines('fundflowbill')
  expect(first).toMatch(/,`交易,`交易,`收入,`15.00,`15.00,`system,`,`order-1$/)
  expect(refund).toMatch(/,`支出,`7.50,`37.50,`system,`退款总金额7.50元;含手续费0.00元,`refund-1$/)
  expect(summary).toBe('`4,`3,`45.00,`1,`7.50')
  // The fee of what is given back stays: only the rest leaves.
  expect(withFees[7]).toMatch(/,`支出,`7.45,`37.28,`system,`退款总金额7.50元;含手续费0.05元,`refund-1$/)
  expect(withFees.filter(line => line.includes('扣除交易手续费,`扣除交易手续费,`支出,`0.09'))).toHaveLength(3)
})

it('packs when asked to; the hash is of the file unpacked', async () => {
  const { file, billed } = await bytes('tradebill', `${monday}&tar_type=GZIP`)
  expect(createHash('sha1').update(gunzipSync(file)).digest('hex')).toBe(billed.hash_value)
})

it.each([
  ['a day without trade', 'bill_date=2026-11-22', 'NO_STATEMENT_EXIST'],
  ['today', 'bill_date=2026-11-24', 'NO_STATEMENT_EXIST'],
  ['a day more than three months ago', 'bill_date=2026-08-22', 'INVALID_REQUEST'],
  ['a day of another form', 'bill_date=20261123', 'PARAM_ERROR'],
  ['another kind of packing', `${monday}&tar_type=ZIP`, 'PARAM_ERROR'],
  ['another kind of bill', `${monday}&bill_type=SOME`, 'PARAM_ERROR'],
])('refuses %s', async (_what, query, code) => {
  expect(await ask('tradebill', query)).toMatchObject({ code })
})

it('has nothing of yesterday before ten, and an address that is good for five minutes', async () => {
  await test.pass(-1000)
  expect(await ask('tradebill', monday)).toMatchObject({ code: 'NO_STATEMENT_EXIST' })
  await test.pass(1000)
  const { url } = await bytes('tradebill')
  const path = url.slice(test.sandbox.url.length)
  await test.pass(5 * 60_000 - 1)
  expect((await test.download(path)).status).toBe(200)
  await test.pass(1)
  expect((await test.download(path)).status).toBe(400)
})

describe('a wrong bill', () => {
  const wrong = async (what: 'missing' | 'line-missing' | 'line-extra' | 'other-amount' | 'wrong-hash') =>
    test.sandbox.pay.misbehave({ on: 'bill', what, times: 1 })

  it.each(['tradebill', 'fundflowbill'])('%s is missing', async kind => {
    await wrong('missing')
    expect(await ask(kind, monday)).toMatchObject({ code: 'NO_STATEMENT_EXIST' })
    expect(await ask(kind, monday)).toHaveProperty('download_url')
  })

  it.each(['tradebill', 'fundflowbill'])('%s lacks a line, has one too many, or another amount', async kind => {
    const right = await lines(kind)
    await wrong('line-missing')
    expect(await lines(kind)).toHaveLength(right.length - 1)
    await wrong('line-extra')
    expect(await lines(kind)).toHaveLength(right.length + 1)
    await wrong('other-amount')
    const other = await lines(kind)
    expect(other.filter(line => line.includes('15.01'))).toHaveLength(1)
    expect(await lines(kind)).toEqual(right)
  })

  it('does not fit its hash', async () => {
    await wrong('wrong-hash')
    const { file, billed } = await bytes('tradebill')
    expect(createHash('sha1').update(file).digest('hex')).not.toBe(billed.hash_value)
  })
})

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [-5, '-0.05'],
  [1500, '15.00'],
  [-123456, '-1234.56'],
])('%i fen are %s', (fen, text) => expect(yuan(fen)).toBe(text))
