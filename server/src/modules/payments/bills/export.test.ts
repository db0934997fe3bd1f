/** The day's table with the fields of 电子票据, and the receipt that the resident keeps. */
import { transaction } from '../../../db/transaction'
import { codeOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import { type Resident, type StaffMember, newAdministrator } from '../../../testing/signed-in'
import { applyDirectory } from '../../directory'
import { openOrders } from '../orders'
import { type PaymentTest, startPaymentTest } from '../testing'
import { billDayOf } from './bill-days'

const creditCode = '12990000000000001A'
let test: PaymentTest
let who: Resident
let administrator: StaffMember
let day: string
beforeAll(async () => {
  test = await startPaymentTest()
  const institution = { ...test.clinic.institution, creditCode, updatedAt: test.clock.now() }
  await transaction(test.db, tx => applyDirectory(tx, { institutions: [institution] }))
  setCountyTime(test, '09:00', 1)
  day = billDayOf(test.clock.now())
  administrator = await newAdministrator(test, test.clinic.institutionId)
  who = await test.resident()
}, 60_000)
afterAll(() => test?.stop())

/** By RFC 4180, for values without line breaks. */
const cells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
  )
const table = (csv: string): Record<string, string>[] => {
  const [names, ...lines] = csv.slice(1).trimEnd().split('\r\n').map(cells)
  return lines.map(line => Object.fromEntries(line.map((value, n) => [names![n]!, value])))
}

it('every payment and refund of the day, names masked, nothing that a spreadsheet would run', async () => {
  const { orderId, numberId } = await test.open(who)
  const paid = await test.pay(who, orderId)
  // Words of an owner that would be a formula.
  const at = test.clock.now()
  const [formulaId] = await transaction(test.db, tx =>
    openOrders(tx, [
      {
        ...{ purpose: 'appointment', purposeId: numberId.replace(/.$/, c => (c === '0' ? '1' : '0')) },
        ...{ personId: who.personId, accountId: who.accountId, institutionId: test.clinic.institutionId },
        ...{ amount: 5, what: '=HYPERLINK("x","挂号费")', validUntil: new Date(at.getTime() + 900_000), at },
      },
    ]),
  )
  await test.db.query(
    `INSERT INTO test_number (number_id, state) SELECT purpose_id, 'due' FROM payment_order WHERE order_id = ?`,
    [formulaId],
  )
  await test.pay(who, formulaId!)
  await test.cancel(numberId)
  await test.runJob('payments-refunds')
  await test.pass(30_000)
  const [refund] = (await test.order(who, orderId)).refunds

  await administrator.enterSecondFactor()
  const response = await fetch(`${test.base}/api/admin/payments/days/${day}/export`, {
    headers: { Authorization: `Bearer ${administrator.tokens.accessToken}` },
  })
  expect(response.headers.get('Content-Type')).toMatch(/^text\/csv/)
  // fetch's own text() takes the byte order mark off.
  const csv = Buffer.from(await response.arrayBuffer()).toString()
  expect(csv.startsWith('\uFEFF业务类型,业务流水号,收款单位,统一社会信用代码,交款人,项目,金额（元）,')).toBe(true)
  const rows = table(csv)
  const common = {
    收款单位: test.clinic.institution.name,
    统一社会信用代码: creditCode,
    交款人: (await test.order(who, orderId)).personName,
    商户订单号: `\`${paid.outTradeNo}`,
    微信支付订单号: `\`${paid.transactionId}`,
  }
  expect(rows).toEqual([
    expect.objectContaining({
      ...common,
      ...{ 业务类型: '缴费', 业务流水号: orderId, 项目: '11月22日 上午 全科 李明 挂号费', '金额（元）': '15.00' },
      ...{ 时间: expect.stringMatching(new RegExp(`^${day} 09:\\d\\d$`)), 退款单号: '' },
    }),
    expect.objectContaining({ 项目: `'=HYPERLINK("x","挂号费")`, '金额（元）': '0.05' }),
    expect.objectContaining({
      ...common,
      ...{
        业务类型: '退费',
        业务流水号: refund!.refundId,
        '金额（元）': '15.00',
        退款原因: '按时取消',
        退款状态: '已到账',
      },
      ...{ 退款单号: expect.stringMatching(/^`.*T1$/), 微信退款单号: expect.stringMatching(/^`503/) },
    }),
  ])
  expect(csv).not.toContain(who.onFile.name)
  const { accesses } = await who.audit.accesses({ params: { personId: who.personId }, query: {} })
  expect(JSON.stringify(accesses)).toContain('导出当天的付款明细')
  expect(await codeOf(administrator.paymentsAdmin.exportDay({ params: { day: '2020-01-01' } }))).toBe('not_found')
})

it('a receipt: own name in full, the amount in words, what went back; none before it is paid, none for strangers', async () => {
  const { orderId, numberId } = await test.open(who, { amount: 1505 })
  const params = { orderId }
  expect(await codeOf(who.payments.receipt({ params }))).toBe('order_not_paid')
  const paid = await test.pay(who, orderId)
  const receipt = {
    orderId,
    outTradeNo: paid.outTradeNo,
    transactionId: paid.transactionId,
    payee: test.clinic.institution.name,
    payeeCode: creditCode,
    personName: who.onFile.name,
    items: [{ name: '11月22日 上午 全科 李明 挂号费', amount: 1505 }],
    amount: 1505,
    amountInWords: '壹拾伍元零伍分',
    refunded: 0,
    paidAt: new Date(Math.floor(paid.paidAt! / 1000) * 1000).toISOString(),
  }
  expect(await who.payments.receipt({ params })).toEqual(receipt)
  await test.cancel(numberId)
  await test.runJob('payments-refunds')
  await test.pass(30_000)
  expect(await who.payments.receipt({ params })).toEqual({ ...receipt, refunded: 1505 })
  const stranger = await test.resident()
  expect(await codeOf(stranger.payments.receipt({ params }))).toBe('not_found')

  const relative = await test.resident()
  await who.identity.grantProxy({
    body: {
      grantee: { kind: 'relative', phone: relative.wechatPhone, relation: 'sibling' },
      scope: ['appointments'],
      endsOn: '2027-06-01',
    },
  })
  const { personName } = await test.order(who, orderId)
  expect(personName).not.toBe(who.onFile.name)
  expect(await relative.payments.receipt({ params })).toMatchObject({ personName })
})
