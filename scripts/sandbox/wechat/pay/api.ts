import { X509Certificate } from 'node:crypto'
import Router from '@koa/router'
import { type Context, type Middleware } from 'koa'
import { answerSigned } from './answer'
import { createBills } from './bills'
import { encryptResource } from './cipher'
import { PayRefusal } from './errors'
import {
  closeFields,
  fundFlowFields,
  orderFields,
  outTradeNo,
  readFields,
  refundFields,
  tradeBillFields,
} from './fields'
import { rfc3339 } from './numbers'
import { checkMerchant, closeOrder, describeOrder, findOrder, placeOrder } from './orders'
import { type Pay } from './pay'
import { acceptRefund, describeRefund, settleRefunds } from './refunds'

/** The endpoints of WeChat Pay's API v3 for a merchant's own JSAPI orders. `before`: runs ahead of each. */
export function payApi(pay: Pay, before: Middleware): Middleware {
  const router = new Router({ prefix: '/v3' })
  router.use(before, answerSigned(pay), async (_context, next) => {
    settleRefunds(pay)
    await next()
  })
  orderRoutes(router, pay)
  refundRoutes(router, pay)
  billRoutes(router, pay)
  router.get('/certificates', context => answer(context, { data: [certificateEntry(pay)] }))
  return router.routes() as Middleware
}

const answer = (context: Context, body: unknown) => void (context.state.answer = body)

function orderRoutes(router: Router, pay: Pay): void {
  const transactions = '/pay/transactions'
  router.post(`${transactions}/jsapi`, context => {
    const body = jsonBody(context)
    answer(context, placeOrder(pay, readFields(orderFields, body, 'body'), canonical(body)))
  })

  router.get(`${transactions}/out-trade-no/:number`, context => query(context, 'out-trade-no'))
  router.get(`${transactions}/id/:number`, context => query(context, 'id'))

  function query(context: Context, by: 'out-trade-no' | 'id'): void {
    checkMerchant(pay, context.query.mchid)
    answer(context, describeOrder(pay, findOrder(pay, by, context.params.number)))
  }

  router.post(`${transactions}/out-trade-no/:number/close`, context => {
    checkMerchant(pay, readFields(closeFields, jsonBody(context), 'body').mchid)
    closeOrder(pay, readFields(outTradeNo, context.params.number, 'body'))
  })
}

function refundRoutes(router: Router, pay: Pay): void {
  router.post('/refund/domestic/refunds', context => {
    const body = jsonBody(context)
    answer(context, describeRefund(acceptRefund(pay, readFields(refundFields, body, 'body'), canonical(body))))
  })

  router.get('/refund/domestic/refunds/:number', context => {
    const refund = pay.books.refund(context.params.number!)
    if (!refund) throw new PayRefusal('RESOURCE_NOT_EXISTS', '退款单不存在')
    answer(context, describeRefund(refund))
  })
}

function billRoutes(router: Router, pay: Pay): void {
  const bills = createBills(pay)
  router.get('/bill/tradebill', context => {
    const {
      bill_date: day,
      bill_type: type,
      tar_type: tar,
    } = readFields(tradeBillFields, { ...context.query }, 'query')
    answer(context, bills.trade({ day, gzip: tar === 'GZIP' }, type))
  })
  router.get('/bill/fundflowbill', context => {
    const asked = readFields(fundFlowFields, { ...context.query }, 'query')
    answer(context, bills.fundFlow({ day: asked.bill_date, gzip: asked.tar_type === 'GZIP' }, asked.account_type))
  })
  router.get('/billdownload/file', context => answer(context, bills.file(context.query.token)))
}

/** The platform certificate, encrypted under the APIv3 key. */
function certificateEntry({ keys }: Pay) {
  const { serial, certificate } = keys.platform
  const { validFrom, validTo } = new X509Certificate(certificate)
  return {
    serial_no: serial,
    effective_time: rfc3339(Date.parse(validFrom)),
    expire_time: rfc3339(Date.parse(validTo)),
    encrypt_certificate: encryptResource(certificate, keys.apiV3Key, 'certificate'),
  }
}

function jsonBody(context: Context): unknown {
  try {
    return JSON.parse((context.state as { body: string }).body)
  } catch {
    throw new PayRefusal('PARAM_ERROR', '请求包体不是合法的JSON')
  }
}

/** The same parameters give the same text, however they were ordered. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
