/**
 * The client against the sandbox WeChat Pay, over loopback. The two were written apart from each other, from WeChat's
 * documents alone, so that they cannot share a misreading.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { wechatPayEnvironment } from '../../../../scripts/sandbox/wechat/pay/environment'
import { startWechatSandbox, type WechatSandbox } from '../../../../scripts/sandbox/wechat/start'
import { addDays, dayOf, instantOf } from '../../clock'
import { createPushedClock } from '../../testing/pushed-clock'
import { createWechatPay, ForgedNotice, type PayNotice, type WechatPay } from '.'
import { appid, configWith } from './testing'

const zone = 'Asia/Shanghai'
const clock = createPushedClock()
let sandbox: WechatSandbox
let listener: Server
let pay: WechatPay
/** What the listener made of each notice: the notice, or why it was refused. */
let told: (PayNotice | string)[]
let openid: string
let count = 0

const clientWhoTrusts = (verifyBy: 'public-key' | 'certificate' | 'both', more = {}) => {
  const notifyUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/notices`
  const environment = wechatPayEnvironment(sandbox.payKeys, { baseUrl: sandbox.url, notifyUrl, verifyBy })
  const left = { WECHAT_PAY_PUBLIC_KEY_ID: undefined, WECHAT_PAY_PUBLIC_KEY: undefined }
  return createWechatPay(configWith({ ...left, ...environment, ...more }), clock)!
}

beforeAll(async () => {
  sandbox = await startWechatSandbox({ port: 0, appId: appid, appSecret: 'invented', now: () => clock.now().getTime() })
  listener = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      try {
        told.push(pay.readNotice(Buffer.concat(parts), request.headers))
        response.writeHead(204).end()
      } catch (error) {
        told.push(error instanceof ForgedNotice ? error.reason : String(error))
        response.writeHead(500).end()
      }
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  openid = (await sandbox.addPersona()).openid
})
afterAll(async () => {
  await sandbox.stop()
  listener.closeAllConnections()
  listener.close()
})
beforeEach(async () => {
  await sandbox.pay.settle()
  await sandbox.pay.behave()
  told = []
  pay = clientWhoTrusts('both')
})

const orderOf = (amount: number) => ({
  outTradeNo: `R${String(++count).padStart(12, '0')}`,
  description: '挂号费：县医院 内科',
  amount,
  openid,
  expiresAt: new Date(clock.now().getTime() + 15 * 60_000),
})
const placed = async (amount = 1500) => {
  const order = orderOf(amount)
  return { ...order, ...(await pay.order(order)) }
}
const payAtThePhone = (prepayId: string) => sandbox.pay.pay({ parameters: pay.payParameters(prepayId), openid })
const paid = async (amount = 1500) => {
  const order = await placed(amount)
  await payAtThePhone(order.prepayId)
  await sandbox.pay.settle()
  return order
}
const refundOf = (outTradeNo: string, amount: number, total = 1500) => ({
  outTradeNo,
  outRefundNo: `B${String(++count).padStart(12, '0')}`,
  amount,
  total,
  reason: '医生停诊',
})
/** Until every refund under way is settled and told. */
const passRefunds = async (seconds = 30) => {
  clock.push(seconds * 1000)
  await sandbox.pay.settle()
}

describe.each(['public-key', 'certificate', 'both'] as const)('trusting by %s', verifyBy => {
  it('orders, pays, is told, queries, refunds', async () => {
    pay = clientWhoTrusts(verifyBy)
    if (verifyBy !== 'both') await sandbox.pay.set({ callbacksSignedBy: verifyBy })
    const order = await placed()
    expect(await pay.query(order.outTradeNo)).toMatchObject({ state: 'NOTPAY', transactionId: null, paidAt: null })
    await payAtThePhone(order.prepayId)
    await sandbox.pay.settle()

    const trade = await pay.query(order.outTradeNo)
    const { outTradeNo } = order
    expect(trade).toMatchObject({
      appid,
      mchid: pay.mchid,
      outTradeNo,
      state: 'SUCCESS',
      openid,
      total: 1500,
      currency: 'CNY',
    })
    expect(told).toEqual([{ id: expect.any(String), createdAt: expect.any(Date), kind: 'trade', trade }])

    const asked = refundOf(outTradeNo, 500)
    const refund = { outTradeNo, outRefundNo: asked.outRefundNo, refund: 500, total: 1500 }
    expect(await pay.refund(asked)).toMatchObject({ ...refund, state: 'PROCESSING', settledAt: null })
    await passRefunds()
    const settled = await pay.queryRefund(asked.outRefundNo)
    expect(settled).toMatchObject({ ...refund, state: 'SUCCESS', settledAt: expect.any(Date) })
    expect(told[1]).toMatchObject({ kind: 'refund', refund: settled })
    expect(await pay.query(outTradeNo)).toMatchObject({ state: 'REFUND', total: 1500 })
    await sandbox.pay.set({ callbacksSignedBy: 'public-key' })
  })
})

it('is told under either key while WeChat changes it', async () => {
  for (const callbacksSignedBy of ['certificate', 'public-key'] as const) {
    await sandbox.pay.set({ callbacksSignedBy })
    await paid()
  }
  expect(told).toMatchObject([{ kind: 'trade' }, { kind: 'trade' }])
})

describe('an order', () => {
  it('that WeChat does not know is null, and cannot be closed', async () => {
    expect(await pay.query('R-nobody-ordered')).toBeNull()
    expect(await pay.queryRefund('B-nobody-asked')).toBeNull()
    await expect(pay.close('R-nobody-ordered')).rejects.toMatchObject({ code: 'ORDERNOTEXIST', status: 404 })
  })

  it('may be placed again with the same parameters, not with another amount', async () => {
    const order = orderOf(1500)
    const { prepayId } = await pay.order(order)
    expect((await pay.order(order)).prepayId).toBe(prepayId)
    await expect(pay.order({ ...order, amount: 1 })).rejects.toMatchObject({ retry: false })
  })

  it('is closed once and for all', async () => {
    const order = await placed()
    await pay.close(order.outTradeNo)
    expect(await pay.query(order.outTradeNo)).toMatchObject({ state: 'CLOSED', paidAt: null })
    await expect(payAtThePhone(order.prepayId)).rejects.toThrow()
  })

  it('that was paid cannot be closed', async () => {
    const order = await paid()
    await expect(pay.close(order.outTradeNo)).rejects.toMatchObject({ code: 'ORDERPAID', retry: false })
  })

  it('for nobody WeChat knows is refused', async () => {
    await expect(pay.order({ ...orderOf(1500), openid: 'nobody' })).rejects.toMatchObject({ status: 400, retry: false })
  })
})

describe('a refund', () => {
  it('is given once, however often it is asked', async () => {
    const order = await paid()
    const asked = refundOf(order.outTradeNo, 1500)
    const { refundId } = await pay.refund(asked)
    await sandbox.pay.misbehave({ on: 'api', what: 'answer-lost', times: 2, path: '/refund/' })
    expect(await pay.refund(asked)).toMatchObject({ refundId, refund: 1500 })
    const { refunds } = await sandbox.pay.books()
    expect(refunds.filter(r => r.outTradeNo === order.outTradeNo)).toHaveLength(1)
  })

  it('of more than was paid is refused', async () => {
    const order = await paid()
    await pay.refund(refundOf(order.outTradeNo, 1000))
    await expect(pay.refund(refundOf(order.outTradeNo, 501))).rejects.toMatchObject({
      status: expect.any(Number),
      retry: false,
    })
  })

  it.each([
    ['abnormal', ['ABNORMAL']],
    ['closed', ['CLOSED']],
    ['abnormal-then-success', ['ABNORMAL', 'SUCCESS']],
  ] as const)('that ends %s says so', async (what, states) => {
    const order = await paid()
    await sandbox.pay.misbehave({ on: 'refund', what, times: 1 })
    const asked = refundOf(order.outTradeNo, 1500)
    await pay.refund(asked)
    for (const state of states) {
      await passRefunds()
      expect(await pay.queryRefund(asked.outRefundNo)).toMatchObject({ state })
    }
    const about = told.filter(
      n => typeof n === 'object' && n.kind === 'refund' && n.refund.outRefundNo === asked.outRefundNo,
    )
    expect(about).toMatchObject(states.map(state => ({ refund: { state } })))
  })
})

describe('what the sandbox spoils', () => {
  it.each([
    ['wrong-appid', 'appid'],
    ['wrong-mchid', 'mchid'],
    ['bad-tag', 'decryption'],
    ['bad-aad', 'decryption'],
    ['wrong-key', 'decryption'],
    ['bad-serial', 'serial'],
    ['bad-signature', 'signature'],
    ['changed-body', 'signature'],
    ['stale-timestamp', 'timestamp'],
    ['future-timestamp', 'timestamp'],
    ['signtest', 'probe'],
    ['unsigned', 'headers'],
  ] as const)('in a notice by %s is refused for its %s', async (what, reason) => {
    await sandbox.pay.misbehave({ on: 'callback', what, times: 1 })
    const order = await paid()
    expect(told[0]).toBe(reason)
    clock.push(16_000)
    await sandbox.pay.settle()
    expect(told.slice(1)).toMatchObject([{ kind: 'trade', trade: { outTradeNo: order.outTradeNo } }])
  })

  it.each([
    ['wrong-amount', 'total'],
    ['wrong-currency', 'currency'],
    ['wrong-openid', 'openid'],
    ['wrong-number', 'outTradeNo'],
  ] as const)('in a notice by %s is passed on for the ledger to compare', async (what, field) => {
    await sandbox.pay.misbehave({ on: 'callback', what, times: 1 })
    const order = await paid()
    const trade = (await pay.query(order.outTradeNo))!
    const [notice] = told as [Extract<PayNotice, { kind: 'trade' }>]
    const differing = Object.keys(trade).filter(
      name => String(trade[name as keyof typeof trade]) !== String(notice.trade[name as keyof typeof trade]),
    )
    expect(differing).toContain(field)
  })

  it.each([
    ['unsigned', 'headers'],
    ['wrong-signature', 'signature'],
    ['wrong-serial', 'serial'],
    ['stale-timestamp', 'timestamp'],
  ] as const)('in an answer by %s is not believed', async (what, why) => {
    const order = await placed()
    await sandbox.pay.misbehave({ on: 'api', what, times: 1 })
    await expect(pay.query(order.outTradeNo)).rejects.toMatchObject({
      code: 'FORGED_ANSWER',
      message: expect.stringMatching(new RegExp(`${why}$`)),
    })
  })

  it.each([
    [{ what: 'down', times: 1 }, 'healed'],
    [{ what: 'answer-lost', times: 1 }, 'healed'],
    [{ what: 'garbage', times: 1 }, 'healed'],
    [{ what: 'refuse', code: 'SYSTEM_ERROR', times: 1 }, 'healed'],
    [{ what: 'refuse', code: 'FREQUENCY_LIMITED', times: 1 }, 'FREQUENCY_LIMITED'],
    [{ what: 'refuse', code: 'RULELIMIT', times: 1 }, 'RULELIMIT'],
    [{ what: 'refuse', code: 'SIGN_ERROR', times: 1 }, 'SIGN_ERROR'],
  ] as const)('in the API by %j is %s', async (fault, outcome) => {
    await sandbox.pay.misbehave({ on: 'api', ...fault })
    const asked = pay.order(orderOf(1500))
    if (outcome === 'healed') expect(await asked).toEqual({ prepayId: expect.any(String) })
    else await expect(asked).rejects.toMatchObject({ code: outcome })
  })

  it('by slowness keeps nobody waiting for ever', async () => {
    await sandbox.pay.misbehave({ on: 'api', what: 'slow', times: 1, delayMs: 600 })
    const hasty = clientWhoTrusts('both', { WECHAT_PAY_TIMEOUT_MS: '200' })
    await expect(hasty.query('R-nobody-ordered')).rejects.toMatchObject({ code: 'NO_ANSWER', retry: true })
  })
})

describe('bills', () => {
  it('are there from ten the next day, and hold what happened, fees included', async () => {
    await sandbox.pay.set({ feeBasisPoints: 60 })
    // A day of its own, so that nothing else is in its bills.
    clock.set(instantOf(addDays(dayOf(clock.now(), zone), 2), '12:00', zone))
    const day = dayOf(clock.now(), zone)
    const [one, two] = [await paid(1500), await paid(2000)]
    await placed(3000)
    const asked = refundOf(one.outTradeNo, 500)
    const { refundId } = await pay.refund(asked)
    await passRefunds()
    clock.set(instantOf(addDays(day, 1), '09:00', zone))
    expect(await pay.tradeBill(day)).toBeNull()
    expect(await pay.fundFlowBill(day)).toBeNull()

    clock.set(instantOf(addDays(day, 1), '10:01', zone))
    const trades = (await pay.tradeBill(day))!
    expect(trades.map(t => [t.state, t.outTradeNo, t.total, t.outRefundNo, t.refund])).toEqual([
      ['SUCCESS', one.outTradeNo, 1500, null, 0],
      ['SUCCESS', two.outTradeNo, 2000, null, 0],
      ['REFUND', one.outTradeNo, 0, asked.outRefundNo, 500],
    ])
    expect(trades.map(t => t.fee)).toEqual([9, 12, -3])
    expect(trades[0]!.transactionId).toBe((await pay.query(one.outTradeNo))!.transactionId)
    expect(trades[2]).toMatchObject({ refundId, mchid: pay.mchid, appid, currency: 'CNY' })

    const flows = (await pay.fundFlowBill(day))!
    const net = flows.reduce((sum, f) => sum + (f.direction === 'in' ? f.amount : -f.amount), 0)
    expect(net).toBe(1500 + 2000 - 500 - (9 + 12 - 3))
    expect(flows.filter(f => f.voucherNo === asked.outRefundNo || f.businessNo === refundId)).not.toEqual([])

    for (const what of ['line-missing', 'line-extra', 'other-amount'] as const) {
      await sandbox.pay.misbehave({ on: 'bill', what, times: 2 })
      // Whether lines and books agree is for the ledger to say.
      expect(await pay.tradeBill(day)).not.toEqual(trades)
      expect(await pay.fundFlowBill(day)).not.toEqual(flows)
    }
    await sandbox.pay.misbehave({ on: 'bill', what: 'missing', times: 1 })
    expect(await pay.tradeBill(day)).toBeNull()
    await sandbox.pay.misbehave({ on: 'bill', what: 'wrong-hash', times: 1 })
    await expect(pay.tradeBill(day)).rejects.toMatchObject({ code: 'BAD_BILL', retry: true })
  })
})
