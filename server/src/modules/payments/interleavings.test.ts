/**
 * Random interleavings of taps, payments, notices (late, twice, lost), expiry, closing, cancelling, refunds and crashes
 * between what WeChat did and our commit. At rest, whatever happened: paid − refunded is what WeChat's bill says, the
 * ledger sums to zero, nothing was fulfilled twice and no number is lost.
 */
import * as fc from 'fast-check'
import { addDays, dayOf, instantOf } from '../../clock'
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import type { Resident } from '../../testing/signed-in'
import { checkOrder } from './check-order'
import { expireOrders } from './expire'
import { pollTrades } from './poll'
import { type Payer, prepay } from './prepay'
import type { PurposeOwners } from './purpose-owner'
import { requestRefund } from './request-refund'
import { sendRefunds } from './send-refunds'
import { settle } from './settle'
import { type PaymentTest, type TestNumber, startPaymentTest, testOwner, testOwners, wrongBooks } from './testing'

/** Interleavings in all; this many at once, in one database. */
const interleavings = Number(process.env.TEST_INTERLEAVINGS ?? 1000)
const atOnce = 250
const minute = 60_000
const amount = 1500

class Crash extends Error {}
const crashes = ['before', 'after', 'commit'] as const
type CrashAt = (typeof crashes)[number] | null

type Act = 'pay' | 'tap' | 'wait' | 'cancel' | 'payLate' | 'tapOnOtherPhone' | 'check' | 'refundPart'
interface OrderScript {
  minutes: number
  notice: 'told' | 'lost' | 'late' | 'doubled' | 'attempt-lost' | 'bad-tag'
  /** Acts of one turn happen at the same moment. */
  turns: Act[][]
}
type Api = 'answer-lost' | 'down' | 'unsigned' | null
interface Run {
  orders: OrderScript[]
  /** What WeChat does in a turn, some times. */
  wechat: {
    close: 'paid-first' | 'paid-after' | null
    refund: 'abnormal-then-success' | 'closed' | null
    api: Api
    closing: Api
  }[]
  /** Where the next step crashes, in turn. */
  crashes: CrashAt[]
}

const turns = 3
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Act>('pay', 'tap') },
  { weight: 4, arbitrary: fc.constantFrom<Act>('wait', 'cancel', 'payLate') },
  { weight: 2, arbitrary: fc.constantFrom<Act>('tapOnOtherPhone', 'check', 'refundPart') },
)
const orderScript: fc.Arbitrary<OrderScript> = fc.record({
  minutes: fc.constantFrom(2, 5, 15),
  notice: fc.constantFrom<OrderScript['notice'][]>(
    'told',
    'told',
    'lost',
    'late',
    'doubled',
    'attempt-lost',
    'bad-tag',
  ),
  turns: fc
    .array(fc.array(act, { minLength: 1, maxLength: 2 }), { minLength: turns, maxLength: turns })
    // Most begin to pay: what was never tapped is soon told.
    .chain(list => fc.constantFrom(list, [['tap', ...list[0]!.slice(1)] as Act[], ...list.slice(1)])),
})
const wechatTurn = fc.record({
  close: fc.constantFrom('paid-first' as const, 'paid-after' as const, null),
  refund: fc.constantFrom('abnormal-then-success' as const, 'closed' as const, null),
  api: fc.constantFrom('answer-lost', 'down', 'unsigned', null),
  closing: fc.constantFrom('down', 'answer-lost', 'unsigned', null),
})
const run: fc.Arbitrary<Run> = fc.record({
  orders: fc.array(orderScript, { minLength: atOnce, maxLength: atOnce }),
  wechat: fc.array(wechatTurn, { minLength: turns, maxLength: turns }),
  crashes: fc.array(fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, fc.constantFrom<CrashAt>(...crashes)), {
    minLength: 50,
    maxLength: 50,
  }),
})

/** A process that dies: before or after WeChat did what it was asked, or before the commit. */
const mortal = (context: Context, next: () => CrashAt): { context: Context; owners: PurposeOwners } => {
  const dying = async <T>(work: () => Promise<T>): Promise<T> => {
    const at = next()
    if (at === 'before') throw new Crash()
    const done = await work()
    if (at === 'after') throw new Crash()
    return done
  }
  const uncommitted = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = await work()
    if (next() === 'commit') throw new Crash()
    return done
  }
  const pay = context.pay!
  return {
    context: {
      ...context,
      pay: {
        ...pay,
        order: order => dying(() => pay.order(order)),
        query: number => dying(() => pay.query(number)),
        close: number => dying(() => pay.close(number)),
        refund: refund => dying(() => pay.refund(refund)),
        queryRefund: number => dying(() => pay.queryRefund(number)),
      },
    },
    owners: {
      ...testOwners,
      appointment: {
        paid: (tx, told) => uncommitted(() => testOwner.paid(tx, told)),
        expired: (tx, told) => uncommitted(() => testOwner.expired(tx, told)),
        refunded: (tx, told) => uncommitted(() => testOwner.refunded(tx, told)),
      },
    },
  }
}

let shop: PaymentTest
let residents: Resident[]
let payers: Map<string, Payer>
const days = new Set<string>()
const today = () => dayOf(shop.clock.now(), shop.context.config.TIME_ZONE)

beforeAll(async () => {
  shop = await startPaymentTest()
  residents = await Promise.all(Array.from({ length: 6 }, () => shop.resident()))
  const personas = await shop.wechat.personas()
  payers = new Map(
    residents.map(({ accountId, personaId }) => [
      accountId,
      { accountId, openid: personas.find(p => p.id === personaId)!.openid },
    ]),
  )
}, 60_000)
afterAll(() => shop.stop())

/** A crash ends what was under way; anything else is a fault of ours. */
const survive = (work: Promise<unknown>): Promise<unknown> =>
  work.catch(error => {
    if (!(error instanceof Crash)) throw error
  })

type Process = ReturnType<typeof mortal>
interface Played {
  script: OrderScript
  numberId: string
  orderId: string
  who: Resident
  other: Resident
}

/** The phone asks for a prepayment; what becomes of its first notice is decided then. */
const tap = async ({ context, owners }: Process, { orderId, script }: Played, who: Resident): Promise<void> => {
  await prepay(context, owners, orderId, payers.get(who.accountId)!)
  if (script.notice === 'told') return
  const [trade] = await shop.db.query('SELECT out_trade_no AS about FROM payment_trade WHERE order_id = ?', [orderId])
  if (trade) await shop.wechat.pay.misbehave({ on: 'callback', what: script.notice, times: 1, about: trade.about })
}

/** WeChat may refuse (closed, too late): that is its business. */
const payIt = async ({ orderId }: Played, late: boolean): Promise<void> => {
  const trades: { id: string }[] = await shop.db.query(
    'SELECT prepay_id AS id FROM payment_trade WHERE order_id = ? AND prepay_id IS NOT NULL',
    [orderId],
  )
  const some = late ? trades : trades.slice(-1)
  await Promise.all(some.map(({ id }) => shop.wechat.pay.pay({ prepay_id: id, late }).catch(() => undefined)))
}

const refundPart = ({ numberId: purposeId }: Played) =>
  transaction(shop.db, tx => {
    const part = { reason: 'staff' as const, words: '窗口退费', amount: 400, at: shop.clock.now() }
    return requestRefund(tx, { purpose: 'appointment', purposeId, ...part })
  })

const play = async (process: Process, played: Played, what: Act): Promise<unknown> => {
  if (what === 'tap') return tap(process, played, played.who)
  if (what === 'tapOnOtherPhone') return tap(process, played, played.other)
  if (what === 'check') return checkOrder(process.context, process.owners, played.orderId)
  if (what === 'cancel') return shop.cancel(played.numberId)
  if (what === 'refundPart') return refundPart(played)
  if (what === 'pay' || what === 'payLate') return payIt(played, what === 'payLate')
  return undefined
}

/** Two processes at once. */
const work = ({ context, owners }: Process) => {
  const jobs = [expireOrders, pollTrades, sendRefunds, expireOrders, sendRefunds]
  return Promise.all(jobs.map(job => survive(job(context, owners))))
}

const wechatTurns = async ({ close, refund, api, closing }: Run['wechat'][number]): Promise<void> => {
  if (close) await shop.wechat.pay.misbehave({ on: 'close', what: close, times: 3 })
  if (refund) await shop.wechat.pay.misbehave({ on: 'refund', what: refund, times: 3 })
  if (api) await shop.wechat.pay.misbehave({ on: 'api', what: api, times: 3 })
  if (closing) await shop.wechat.pay.misbehave({ on: 'api', what: closing, times: 20, path: '/close' })
}

const playAll = async (scripts: Run): Promise<Played[]> => {
  let crash = 0
  const process = mortal(shop.context, () => scripts.crashes[crash++ % scripts.crashes.length]!)
  // Notices meet it too: they are answered 500 then, and repeated.
  Object.assign(shop.owner, process.owners.appointment)
  const all = await Promise.all(
    scripts.orders.map(async (script, n) => {
      const who = residents[n % residents.length]!
      const opened = await shop.open(who, { forMs: script.minutes * minute })
      return { script, who, other: residents[(n + 1) % residents.length]!, ...opened }
    }),
  )
  for (let turn = 0; turn < turns; turn++) {
    await wechatTurns(scripts.wechat[turn]!)
    const moves = all.flatMap(played => played.script.turns[turn]!.map(what => survive(play(process, played, what))))
    await Promise.all([...moves, work(process)])
    await shop.pass(2 * minute)
    days.add(today())
  }
  return all
}

const atRest = async (): Promise<boolean> => {
  const [{ n }] = await shop.db.query(
    `SELECT (SELECT COUNT(*) FROM payment_order WHERE state = 'open' OR next_step_at IS NOT NULL)
       + (SELECT COUNT(*) FROM payment_refund WHERE next_step_at IS NOT NULL) AS n`,
  )
  return Number(n) === 0
}

/** Nothing crashes or misbehaves any more, and time passes. What nobody told us the day's bill does. */
const comeToRest = async (): Promise<void> => {
  Object.assign(shop.owner, testOwner)
  await shop.wechat.pay.behave()
  for (let n = 0; n < 30 && !(await atRest()); n++) {
    await shop.pass(20 * minute)
    days.add(today())
    await work({ context: shop.context, owners: testOwners })
    await shop.wechat.pay.settle()
    const { orders } = await shop.wechat.pay.books()
    const kept: { no: string }[] = await shop.db.query(
      `SELECT out_trade_no AS no FROM payment_trade WHERE state = 'paid'`,
    )
    const known = new Set(kept.map(({ no }) => no))
    for (const { outTradeNo } of orders.filter(order => order.state === 'SUCCESS' && !known.has(order.outTradeNo)))
      await settle(shop.context, testOwners, (await shop.context.pay!.query(outTradeNo))!)
  }
}

/** What is wrong with one order and its number, of which WeChat holds `net` fen. */
const faultOf = (number: TestNumber, net: number, partly: number): string | null => {
  const { state, fulfilled, freed } = number
  if (state === 'due') return 'the number is lost'
  if (fulfilled > 1 || freed > 1) return 'fulfilled or given back twice'
  if ((state === 'free') !== (freed === 1)) return 'the number is in two places'
  return net === (state === 'fulfilled' ? amount - partly : 0) ? null : `WeChat holds ${net} for a ${state} number`
}

const wrongOrders = async (all: Played[]): Promise<string[]> => {
  const { orders, refunds } = await shop.wechat.pay.books()
  const trades: { no: string; id: string }[] = await shop.db.query(
    'SELECT out_trade_no AS no, order_id AS id FROM payment_trade',
  )
  const orderOf = new Map(trades.map(({ no, id }) => [no, id]))
  const net = new Map<string, number>()
  const add = (no: string, fen: number) => net.set(orderOf.get(no)!, (net.get(orderOf.get(no)!) ?? 0) + fen)
  for (const order of orders) if (order.state === 'SUCCESS') add(order.outTradeNo, order.total)
  for (const refund of refunds) if (refund.status === 'SUCCESS') add(refund.outTradeNo, -refund.amount)
  const parts: { id: string; n: string }[] = await shop.db.query(
    `SELECT order_id AS id, SUM(amount) AS n FROM payment_refund WHERE reason = 'staff' GROUP BY order_id`,
  )
  const numbers: TestNumber[] = await shop.db.query('SELECT * FROM test_number')
  const byId = new Map(numbers.map(number => [number.number_id, number]))
  return all.flatMap(({ numberId, orderId, script }) => {
    const partly = Number(parts.find(({ id }) => id === orderId)?.n ?? 0)
    const fault = faultOf(byId.get(numberId)!, net.get(orderId) ?? 0, partly)
    return fault ? [`${fault}: ${JSON.stringify(script)}`] : []
  })
}

test('whatever happens in whatever order: one charge, the right money back, no number lost', async () => {
  const seen = { paid: 0, closed: 0 }
  const property = fc.asyncProperty(run, async scripts => {
    const all = await playAll(scripts)
    await comeToRest()
    expect(await atRest()).toBe(true)
    expect(await wrongBooks(shop)).toEqual([])
    expect(await wrongOrders(all)).toEqual([])
  })
  await fc.assert(property, { numRuns: Math.ceil(interleavings / atOnce), endOnFailure: true })
  const states: { state: 'paid' | 'closed'; n: string }[] = await shop.db.query(
    'SELECT state, COUNT(*) AS n FROM payment_order GROUP BY state',
  )
  for (const { state, n } of states) seen[state] = Number(n)
  expect(seen.paid + seen.closed).toBeGreaterThanOrEqual(interleavings)
  expect(Math.min(seen.paid, seen.closed)).toBeGreaterThan(interleavings / 10)
}, 400_000)

test("the ledger says what WeChat's bills say", async () => {
  const { config, pay } = shop.context
  shop.clock.set(instantOf(addDays(today(), 1), '10:30', config.TIME_ZONE))
  const bills = await Promise.all([...days].map(day => pay!.tradeBill(day)))
  const lines = bills.flatMap(bill => bill ?? [])
  const paid = lines.filter(line => line.state === 'SUCCESS').reduce((sum, line) => sum + line.total, 0)
  const back = lines.filter(line => line.refundState === 'SUCCESS').reduce((sum, line) => sum + line.refund, 0)
  const [{ held }] = await shop.db.query(`SELECT SUM(amount) AS held FROM ledger_entry WHERE account = 'wechat'`)
  expect(paid).toBeGreaterThan(0)
  expect(back).toBeGreaterThan(0)
  expect(Number(held)).toBe(paid - back)
})
