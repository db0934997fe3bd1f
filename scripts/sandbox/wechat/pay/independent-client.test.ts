import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { appId, appSecret } from '../testing'
import { startWechatSandbox, type WechatSandbox } from '../start'
import { dayOf } from './numbers'
import { askSigned, independentClient, openid, type Received, startMerchant } from './testing'

// The client compares signatures with the machine's time: orders are made two days ago, and then it is today.
const twoDays = 2 * 86_400_000
let sandbox: WechatSandbox
let merchant: Awaited<ReturnType<typeof startMerchant>>
let client: ReturnType<typeof independentClient>
let mchid: string
beforeAll(async () => {
  merchant = await startMerchant()
  sandbox = await startWechatSandbox({ port: 0, appId, appSecret })
  client = independentClient(sandbox.url, sandbox.payKeys)
  mchid = sandbox.payKeys.mchid
})
afterAll(() => Promise.all([sandbox.stop(), merchant.stop()]))

const order = (out_trade_no: string) => ({
  appid: appId,
  mchid,
  out_trade_no,
  description: '挂号费，内科',
  notify_url: merchant.url,
  amount: { total: 1500, currency: 'CNY' },
  payer: { openid },
})
const refund = (out_trade_no: string, out_refund_no: string, amount: number) => ({
  out_trade_no,
  out_refund_no,
  notify_url: merchant.url,
  amount: { refund: amount, total: 1500, currency: 'CNY' },
})
const at = (path: string) => client.chain(`v3/${path}`)
const query = (no: string) => at(`pay/transactions/out-trade-no/${no}`).get({ params: { mchid } })

/** Verifies and decrypts as the client's documentation tells a merchant to. */
function openNotice({ headers, body }: Received): Record<string, unknown> {
  const { payKeys } = sandbox
  const keys = {
    [payKeys.publicKey.id]: payKeys.publicKey.publicKey,
    [payKeys.platform.serial]: payKeys.platform.certificate,
  }
  const text = Formatter.response(headers['wechatpay-timestamp']!, headers['wechatpay-nonce']!, body)
  expect(Rsa.verify(text, headers['wechatpay-signature']!, keys[headers['wechatpay-serial']!]!)).toBe(true)
  const { ciphertext, nonce, associated_data: aad } = JSON.parse(body).resource
  return JSON.parse(Aes.AesGcm.decrypt(ciphertext, payKeys.apiV3Key, nonce, aad))
}

it('orders, asks, is paid and told, closes and refunds', async () => {
  // The client's types take an answer to be like the request.
  const placed: { data: unknown } = await at('pay/transactions/jsapi').post(order('oracle-1'))
  const { prepay_id } = placed.data as { prepay_id: string }
  expect(prepay_id).toMatch(/^wx\w{34}$/)
  expect((await query('oracle-1')).data).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 1500 } })

  await sandbox.pay.pay({ prepay_id })
  await sandbox.pay.settle()
  const told = openNotice(merchant.received.shift()!)
  expect(told).toEqual((await query('oracle-1')).data)
  expect(told).toMatchObject({ trade_state: 'SUCCESS', amount: { payer_total: 1500 }, payer: { openid } })
  const byId = at(`pay/transactions/id/${told.transaction_id}`)
  expect((await byId.get({ params: { mchid } })).data).toEqual(told)

  await at('pay/transactions/jsapi').post(order('oracle-2'))
  expect((await at('pay/transactions/out-trade-no/oracle-2/close').post({ mchid })).status).toBe(204)
  expect((await query('oracle-2')).data).toMatchObject({ trade_state: 'CLOSED' })

  const refunded = await at('refund/domestic/refunds').post(refund('oracle-1', 'oracle-1-r', 500))
  expect(refunded.data).toMatchObject({ status: 'PROCESSING', amount: { refund: 500 } })
  await sandbox.advanceClock(20_000)
  await sandbox.pay.settle()
  expect(openNotice(merchant.received.shift()!)).toMatchObject({
    refund_status: 'SUCCESS',
    out_refund_no: 'oracle-1-r',
    amount: { refund: 500, total: 1500 },
  })
  const asked = await at('refund/domestic/refunds/oracle-1-r').get()
  expect(asked.data).toMatchObject({ status: 'SUCCESS', success_time: expect.stringContaining('+08:00') })
  expect((await query('oracle-1')).data).toMatchObject({ trade_state: 'REFUND' })
})

it('reads both bills', async () => {
  await sandbox.advanceClock(-twoDays)
  const day = dayOf(Date.now() - twoDays)
  const placed = await askSigned(sandbox, 'POST', '/v3/pay/transactions/jsapi', order('oracle-3'))
  await sandbox.pay.pay({ prepay_id: String(placed.body.prepay_id) })
  await askSigned(sandbox, 'POST', '/v3/refund/domestic/refunds', refund('oracle-3', 'oracle-3-r', 499))
  await sandbox.advanceClock(twoDays)

  const download = async (kind: 'tradebill' | 'fundflowbill') => {
    const { data } = await at(`bill/${kind}`).get({ params: { bill_date: day } })
    const url = new URL(data.download_url)
    expect(url.origin).toBe('https://api.mch.weixin.qq.com')
    const file = await at('billdownload/file').get({
      params: Object.fromEntries(url.searchParams),
      responseType: 'arraybuffer',
    })
    return Formatter.castCsvBill(file.data) as unknown as {
      rows: Record<string, string>[]
      summary: Record<string, string>
    }
  }
  const trade = await download('tradebill')
  expect(trade.rows).toMatchObject([
    { 商户订单号: 'oracle-3', 交易状态: 'SUCCESS', 订单金额: '15.00', 商品名称: '挂号费，内科' },
    { 商户退款单号: 'oracle-3-r', 交易状态: 'REFUND', 退款金额: '4.99' },
  ])
  expect(trade.summary).toMatchObject({ 总交易单数: '2', 订单总金额: '15.00', 退款总金额: '4.99' })
  const flow = await download('fundflowbill')
  expect(flow.rows).toMatchObject([
    { 业务凭证号: 'oracle-3', 收支类型: '收入', '收支金额(元)': '15.00' },
    { 业务凭证号: 'oracle-3-r', 收支类型: '支出', '收支金额(元)': '4.99' },
  ])
  expect(flow.summary).toMatchObject({ 资金流水总笔数: '2', 收入金额: '15.00', 支出金额: '4.99' })
})

it('decrypts the platform certificate, and knows answers under it', async () => {
  const { data } = await at('certificates').get()
  const [{ serial_no: serial, encrypt_certificate: sealed }] = data.data
  const certificate = Aes.AesGcm.decrypt(
    sealed.ciphertext,
    sandbox.payKeys.apiV3Key,
    sealed.nonce,
    sealed.associated_data,
  )
  expect([serial, certificate]).toEqual([sandbox.payKeys.platform.serial, sandbox.payKeys.platform.certificate])
  await sandbox.pay.set({ answersSignedBy: 'certificate' })
  const { headers } = await query('oracle-1')
  await sandbox.pay.set({ answersSignedBy: 'public-key' })
  expect(headers['wechatpay-serial']).toBe(serial)
})

it('is told a refusal in WeChat’s words', async () => {
  await expect(query('oracle-none')).rejects.toMatchObject({
    response: { status: 404, data: { code: 'ORDERNOTEXIST' } },
  })
})

it.each(['unsigned', 'wrong-signature', 'wrong-serial', 'stale-timestamp'] as const)(
  'finds out an answer with %s',
  async what => {
    await sandbox.pay.misbehave({ on: 'api', what, times: 1 })
    await expect(query('oracle-1')).rejects.toMatchObject({ code: expect.stringContaining('EV3_RES_HEADER') })
  },
)
