import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { systemClock } from '../../clock'
import { createWechatPay, type WechatPay } from '.'
import { configWith, type Heard, mchid, type Reply, startPeer } from './testing'
import { fenOfYuan } from './yuan'

/** As WeChat's documents and merchants' published bills show them: decimals of several lengths, commas and quotes in names. */
const tradeColumns =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,' +
  '订单金额,申请退款金额,费率备注'
const tradeTotals = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const paid =
  '`2026-11-21 16:33:45,`wx0000000000000000,`1900000001,`0,`,`4200000000202611210000000001,`R1,`o-1,`JSAPI,`SUCCESS,' +
  '`OTHERS,`CNY,`15.00,`0.00,`0,`0,`0.00,`0.00,`,`,`挂号费，"内科",二楼,`,`0.09000,`0.60%,`15.00,`0.00,`'
const returned =
  '`2026-11-21 17:00:01,`wx0000000000000000,`1900000001,`0,`,`4200000000202611200000000009,`R0,`o-2,`JSAPI,`REFUND,' +
  '`OTHERS,`CNY,`0.00,`0.00,`50300000002026112100000001,`B0,`5.00,`0.00,`ORIGINAL,`PROCESSING,`挂号费,`,`-0.03000,' +
  '`0.60%,`0.00,`5.00,`'
const tradeBill = (lines = [paid, returned], totals = '`2,`15.00,`5.00,`0.00,`0.06000,`15.00,`5.00', end = '\r\n') =>
  `\uFEFF${[tradeColumns, ...lines, tradeTotals, totals].join(end)}${end}`

const flowColumns =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const flowTotals = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'
const cameIn = '`2026-11-21 16:33:46,`4200000000202611210000000001,`F1,`交易,`交易,`收入,`15.00,`115.00,`system,`,`R1'
const fee =
  '`2026-11-21 16:33:46,`4200000000202611210000000001,`F2,`扣除交易手续费,`扣除交易手续费,`支出,`0.09,`114.91,`system,`,`R1'
const wentOut =
  '`2026-11-21 17:00:02,`50300000002026112100000001,`F3,`退款,`退款,`支出,`4.97,`109.94,`1900000001API,' +
  '`退款总金额5.00元;含手续费0.03元,`B0'
const flowBill = (lines = [cameIn, fee, wentOut], totals = '`3.0,`1.0,`15.00,`2.0,`5.06', columns = flowColumns) =>
  [columns, ...lines, '', flowTotals, totals, ''].join('\n')

let peer: Awaited<ReturnType<typeof startPeer>>
let reply: (heard: Heard) => Reply
let pay: WechatPay
beforeAll(async () => {
  peer = await startPeer(heard => reply(heard))
  pay = createWechatPay(configWith({ WECHAT_PAY_BASE_URL: `${peer.url}/` }), systemClock)!
})
afterAll(() => peer.stop())
beforeEach(() => void peer.heard.splice(0))

const sha1 = (file: string | Buffer) => createHash('sha1').update(file).digest('hex')
/** Serves a bill as WeChat does: a signed answer that names the real host, and an unsigned file. */
const serve = (file: string | Buffer, answer: object = {}) => {
  reply = ({ path }) =>
    path.startsWith('/v3/billdownload/')
      ? { body: file, signing: false, headers: { 'content-type': 'text/plain' } }
      : {
          body: {
            hash_type: 'SHA1',
            hash_value: sha1(file),
            download_url: 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=a_-b',
            ...answer,
          },
        }
}
const badBill = (what: string) => ({ code: 'BAD_BILL', message: `WeChat Pay: BAD_BILL (HTTP 200): ${what}` })

describe('a trade bill', () => {
  it('is applied for, fetched from the configured host, and read', async () => {
    serve(tradeBill())
    expect(await pay.tradeBill('2026-11-21')).toEqual([
      {
        at: new Date('2026-11-21T08:33:45Z'),
        appid: 'wx0000000000000000',
        mchid,
        transactionId: '4200000000202611210000000001',
        outTradeNo: 'R1',
        state: 'SUCCESS',
        currency: 'CNY',
        total: 1500,
        settled: 1500,
        refundId: null,
        outRefundNo: null,
        refund: 0,
        refundSettled: 0,
        refundState: null,
        fee: 9,
      },
      expect.objectContaining({
        at: new Date('2026-11-21T09:00:01Z'),
        outTradeNo: 'R0',
        state: 'REFUND',
        total: 0,
        refundId: '50300000002026112100000001',
        outRefundNo: 'B0',
        refund: 500,
        refundSettled: 500,
        refundState: 'PROCESSING',
        fee: -3,
      }),
    ])
    expect(peer.heard.map(h => `${h.method} ${h.path}`)).toEqual([
      'GET /v3/bill/tradebill?bill_date=2026-11-21&bill_type=ALL',
      'GET /v3/billdownload/file?token=a_-b',
    ])
    expect(peer.heard[1]!.headers.authorization).toMatch(/^WECHATPAY2-SHA256-RSA2048 /)
  })

  it('may be empty, and may have columns we do not know in any order', async () => {
    serve(tradeBill([], '`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00', '\n'))
    expect(await pay.tradeBill('2026-11-21')).toEqual([])
    const more = tradeBill([`\`new,${paid}`], '`1,`15.00,`0.00,`0.00,`0.09,`15.00,`0.00').replace(
      '交易时间',
      '新列,交易时间',
    )
    serve(more)
    expect(await pay.tradeBill('2026-11-21')).toMatchObject([{ outTradeNo: 'R1', total: 1500 }])
  })

  it.each([
    ['总交易单数', '`3,`15.00,`5.00,`0.00,`0.06000,`15.00,`5.00'],
    ['应结订单总金额', '`2,`15.01,`5.00,`0.00,`0.06000,`15.00,`5.00'],
    ['退款总金额', '`2,`15.00,`0.00,`0.00,`0.06000,`15.00,`5.00'],
    ['手续费总金额', '`2,`15.00,`5.00,`0.00,`0.12000,`15.00,`5.00'],
    ['订单总金额', '`2,`15.00,`5.00,`0.00,`0.06000,`1500,`5.00'],
    ['申请退款总金额', '`2,`15.00,`5.00,`0.00,`0.06000,`15.00,`4.99'],
  ])('that says another %s than its lines is refused', async (column, totals) => {
    serve(tradeBill(undefined, totals))
    await expect(pay.tradeBill('2026-11-21')).rejects.toMatchObject(
      badBill(`${column} is not what the lines add up to`),
    )
  })

  it.each<[string, string | Buffer, string]>([
    ['a line was cut', tradeBill([paid, returned.slice(0, -10)]), 'a line with more or fewer values than columns'],
    ['a line has no backtick', tradeBill([paid.slice(1), returned]), 'a line without its backtick'],
    [
      'an amount is none',
      tradeBill([paid.replace('`15.00', '`15元'), returned]),
      '应结订单金额 is missing or unreadable',
    ],
    [
      'an amount is a part of a fen',
      tradeBill([paid.replace('0.09000', '0.09100'), returned]),
      '手续费 is missing or unreadable',
    ],
    ['a time is none', tradeBill([paid.replace('16:33', '25:33'), returned]), '交易时间 is missing or unreadable'],
    ['a state is new', tradeBill([paid.replace('`SUCCESS', '`DONE'), returned]), 'an unknown 交易状态'],
    ['a column is missing', tradeBill().replace('商户订单号', '单号'), '商户订单号 is missing or unreadable'],
    ['it ends early', tradeColumns, 'without totals'],
    ['it is no UTF-8', Buffer.from([0xff, 0xfe, 0x00]), 'not UTF-8'],
  ])('of which %s is refused', async (_what, file, what) => {
    serve(file)
    await expect(pay.tradeBill('2026-11-21')).rejects.toMatchObject(badBill(what))
  })
})

describe('a fund-flow bill', () => {
  it.each([flowColumns, flowColumns.replaceAll('(元)', '（元）')])('is read (%s)', async columns => {
    serve(flowBill(undefined, undefined, columns))
    expect(await pay.fundFlowBill('2026-11-21')).toEqual([
      {
        at: new Date('2026-11-21T08:33:46Z'),
        businessNo: '4200000000202611210000000001',
        flowNo: 'F1',
        name: '交易',
        kind: '交易',
        direction: 'in',
        amount: 1500,
        balance: 11500,
        voucherNo: 'R1',
      },
      expect.objectContaining({ flowNo: 'F2', kind: '扣除交易手续费', direction: 'out', amount: 9, balance: 11491 }),
      expect.objectContaining({ flowNo: 'F3', kind: '退款', direction: 'out', amount: 497, voucherNo: 'B0' }),
    ])
    expect(peer.heard[0]!.path).toBe('/v3/bill/fundflowbill?account_type=BASIC&bill_date=2026-11-21')
  })

  it.each([
    ['资金流水总笔数', '`4,`1,`15.00,`2,`5.06'],
    ['收入笔数', '`3,`2,`15.00,`2,`5.06'],
    ['收入金额', '`3,`1,`15.10,`2,`5.06'],
    ['支出笔数', '`3,`1,`15.00,`1,`5.06'],
    ['支出金额', '`3,`1,`15.00,`2,`5.60'],
  ])('that says another %s than its lines is refused', async (column, totals) => {
    serve(flowBill(undefined, totals))
    await expect(pay.fundFlowBill('2026-11-21')).rejects.toMatchObject(
      badBill(`${column} is not what the lines add up to`),
    )
  })

  it('with a line that neither comes nor goes is refused', async () => {
    serve(flowBill([cameIn.replace('收入', '冻结')], '`1,`0,`0,`0,`0'))
    await expect(pay.fundFlowBill('2026-11-21')).rejects.toMatchObject(badBill('an unknown 收支类型'))
  })
})

describe('either bill', () => {
  it.each(['NO_STATEMENT_EXIST', 'STATEMENT_CREATING'])('is null when WeChat says %s', async code => {
    reply = () => ({ status: 400, body: { code }, signing: false })
    expect(await pay.tradeBill('2026-11-21')).toBeNull()
    expect(await pay.fundFlowBill('2026-11-21')).toBeNull()
  })

  it('of which a byte was changed under way is refused', async () => {
    serve(tradeBill(), { hash_value: sha1(tradeBill().replace('`R1,', '`R2,')) })
    await expect(pay.tradeBill('2026-11-21')).rejects.toMatchObject({ ...badBill('another hash'), retry: true })
  })

  it.each([
    ['goes to another host', { download_url: 'https://api.mch.weixin.qq.com.example.com/v3/billdownload/file' }],
    ['goes in the clear', { download_url: 'http://api.mch.weixin.qq.com/v3/billdownload/file' }],
    ['is missing', { download_url: undefined }],
    ['is hashed otherwise', { hash_type: 'MD5' }],
    ['is not hashed', { hash_value: undefined }],
  ])('whose address %s is not fetched', async (_what, answer) => {
    serve(tradeBill(), answer)
    await expect(pay.tradeBill('2026-11-21')).rejects.toMatchObject({ code: 'UNREADABLE' })
    expect(peer.heard).toHaveLength(1)
  })

  it('is asked for again when the download breaks off, not when its address has ended', async () => {
    serve(tradeBill())
    const served = reply
    reply = heard => (peer.heard.length === 2 ? { lost: true } : served(heard))
    expect(await pay.tradeBill('2026-11-21')).toHaveLength(2)
    expect(peer.heard).toHaveLength(3)
    reply = heard =>
      heard.path.startsWith('/v3/billdownload/') ? { status: 403, body: { code: 'NO_AUTH' } } : served(heard)
    await expect(pay.tradeBill('2026-11-21')).rejects.toMatchObject({ code: 'NO_AUTH', status: 403 })
  })
})

describe('yuan', () => {
  it.each([
    ['0', 0],
    ['0.0', 0],
    ['-0.00', 0],
    ['0.01', 1],
    ['0.1', 10],
    ['15', 1500],
    ['0.29', 29],
    ['1.15', 115],
    ['-1.56000', -156],
    ['0.04000', 4],
    ['9999999999999.99', 999999999999999],
    ['0.00600', null],
    ['0.001', null],
    ['', null],
    ['.5', null],
    ['5.', null],
    ['+1', null],
    ['1,000.00', null],
    ['1e2', null],
    ['0x1', null],
    [' 1', null],
    ['99999999999999', null],
    ['--1', null],
  ])('%j is %j fen', (text, fen) => expect(fenOfYuan(text)).toBe(fen))

  it('is read back from whatever way it is written', () => {
    const written = fc.record({ fen: fc.integer({ min: -1e14, max: 1e14 }), zeros: fc.nat(3), short: fc.boolean() })
    fc.assert(
      fc.property(written, ({ fen, zeros, short }) => {
        const digits = String(Math.abs(fen)).padStart(3, '0')
        const full = `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}${'0'.repeat(zeros)}`
        const text = short ? full.replace(/\.?0+$/, '') : full
        expect(fenOfYuan(text)).toBe(fen)
      }),
    )
  })

  it('never takes a part of a fen for nothing', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 999 }), (yuan, part) => {
        expect(fenOfYuan(`${yuan}.00${String(part).padStart(3, '0')}`)).toBeNull()
      }),
    )
  })
})
