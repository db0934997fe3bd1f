/** For tests: what can be paid for, kept in a table as an owner keeps it, and the usual steps over real HTTP. */
import type { DataSource } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Tx, transaction } from '../../db/transaction'
import { purposeOwners } from '../../neighbours'
import { newClinic } from '../../testing/clinic'
import { type TestServer, type TestServerOptions, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { giveUpOrder, openOrders } from './orders'
import type { PurposeOwner, PurposeOwners } from './purpose-owner'
import { requestRefund } from './request-refund'

const purpose = 'appointment' as const
const validMs = 15 * 60_000

/** Numbers that are held while they are due, and what became of them. */
export interface TestNumber {
  number_id: string
  state: 'due' | 'fulfilled' | 'free'
  /** How often it was fulfilled, given back, and told as refunded. */
  fulfilled: number
  freed: number
  refunded: number
}

const makeTable = async (db: DataSource): Promise<void> => {
  await db.query('DROP TABLE IF EXISTS test_number')
  await db.query(`CREATE TABLE test_number (
    number_id char(36) CHARACTER SET ascii PRIMARY KEY, state varchar(10) NOT NULL,
    fulfilled int NOT NULL DEFAULT 0, freed int NOT NULL DEFAULT 0, refunded int NOT NULL DEFAULT 0
  ) ENGINE=InnoDB`)
}

const change = async (tx: Tx, set: string, id: string, only: string): Promise<boolean> => {
  const { affectedRows } = (await tx.query(`UPDATE test_number SET ${set} WHERE number_id = ? AND ${only}`, [id])) as {
    affectedRows: number
  }
  return affectedRows === 1
}
const free = `state = 'free', freed = freed + 1`

export const testOwner: PurposeOwner = {
  paid: async (tx, { purposeId }) =>
    (await change(tx, `state = 'fulfilled', fulfilled = fulfilled + 1`, purposeId, `state = 'due'`))
      ? 'fulfilled'
      : 'unwanted',
  expired: async (tx, { purposeId }) => void (await change(tx, free, purposeId, `state = 'due'`)),
  refunded: async (tx, { purposeId }) => void (await change(tx, 'refunded = refunded + 1', purposeId, '1 = 1')),
}
export const testOwners: PurposeOwners = { appointment: testOwner, consultation: testOwner }

/** A number for somebody, and the order for it. */
export const openNumber = async (
  server: TestServer,
  who: Pick<Resident, 'personId' | 'accountId'>,
  { institutionId = 'org-test', amount = 1500, forMs = validMs } = {},
): Promise<{ numberId: string; orderId: string }> => {
  const numberId = uuid()
  const at = server.clock.now()
  const [orderId] = await transaction(server.db, async tx => {
    await tx.query(`INSERT INTO test_number (number_id, state) VALUES (?, 'due')`, [numberId])
    const { personId, accountId } = who
    const validUntil = new Date(at.getTime() + forMs)
    const what = '11月22日 上午 全科 李明 挂号费'
    return openOrders(tx, [
      { purpose, purposeId: numberId, personId, accountId, institutionId, amount, what, validUntil, at },
    ])
  })
  return { numberId, orderId: orderId! }
}

/** The person gives the number up: nothing paid yet, or money back. */
export const cancelNumber = ({ db, clock }: Pick<TestServer, 'db' | 'clock'>, purposeId: string): Promise<void> =>
  transaction(db, async tx => {
    const at = clock.now()
    if (await change(tx, free, purposeId, `state = 'due'`)) return giveUpOrder(tx, purpose, purposeId, at)
    if (!(await change(tx, free, purposeId, `state = 'fulfilled'`))) return
    await requestRefund(tx, { purpose, purposeId, reason: 'cancelled', words: '按时取消，全额退回', at })
  })

export const startPaymentTest = async (options?: TestServerOptions) => {
  // What notices and jobs of the server tell; a test may let it break.
  const owner = { ...testOwner }
  purposeOwners.appointment = () => owner
  const server = await startTestServer(options)
  await makeTable(server.db)
  const clinic = await newClinic(server)
  const { institutionId } = clinic
  const row = async <T>(sql: string, id: string): Promise<T> => (await server.db.query(sql, [id]))[0] as T
  const params = (orderId: string) => ({ params: { orderId } })
  return {
    ...server,
    owner,
    clinic,
    resident: () => newResident(server),
    open: (who: Resident, more: { amount?: number; forMs?: number } = {}) =>
      openNumber(server, who, { institutionId, ...more }),
    cancel: (numberId: string) => cancelNumber(server, numberId),
    number: (id: string) => row<TestNumber>('SELECT * FROM test_number WHERE number_id = ?', id),
    order: (who: Resident, orderId: string) => who.payments.order(params(orderId)),
    /** The phone asks for a prepayment, and the person pays with it; the notice has arrived unless it is held. */
    async pay(who: Resident, orderId: string, more: { late?: boolean } = {}) {
      const { parameters } = await who.payments.pay(params(orderId))
      const paid = await server.wechat.pay.pay({ prepay_id: parameters.package.slice('prepay_id='.length), ...more })
      await server.wechat.pay.settle()
      return paid
    },
    pass(ms: number) {
      server.clock.push(ms)
      return server.wechat.pay.settle()
    },
    /** Forged notices and mismatches so far, by kind. */
    async alarms(): Promise<Record<string, number>> {
      const rows: { kind: string; n: string }[] = await server.db.query(
        'SELECT kind, SUM(times) AS n FROM payment_alarm GROUP BY kind',
      )
      return Object.fromEntries(rows.map(({ kind, n }) => [kind, Number(n)]))
    },
    forgetAlarms: () => server.db.query('DELETE FROM payment_alarm'),
    async stop() {
      await server.db.query('DROP TABLE test_number')
      await server.stop()
    },
  }
}
export type PaymentTest = Awaited<ReturnType<typeof startPaymentTest>>

/** Everything that must hold of the books at rest, whatever happened; answers what does not. */
export const wrongBooks = async ({
  db,
  wechat,
}: {
  db: DataSource
  wechat: Pick<TestServer['wechat'], 'pay'>
}): Promise<unknown[]> => {
  const books = await wechat.pay.books()
  const unbalanced = await db.query(
    'SELECT movement, SUM(amount) AS sum FROM ledger_entry GROUP BY movement HAVING SUM(amount) <> 0',
  )
  const paid = new Map(books.orders.filter(o => o.state === 'SUCCESS').map(o => [o.outTradeNo, o.total]))
  const kept: { no: string; amount: number; reserved: number }[] = await db.query(
    `SELECT out_trade_no AS no, amount, reserved FROM payment_trade WHERE state = 'paid'`,
  )
  const payable = new Set(books.orders.filter(o => o.state === 'NOTPAY').map(o => o.outTradeNo))
  const closed: { no: string }[] = await db.query(
    `SELECT out_trade_no AS no FROM payment_trade WHERE state = 'closed' AND prepay_id IS NOT NULL`,
  )
  const back = books.refunds.filter(r => r.status === 'SUCCESS')
  const [ledger] = await db.query(`SELECT COALESCE(SUM(amount), 0) AS held FROM ledger_entry WHERE account = 'wechat'`)
  const held = [...paid.values()].reduce((a, b) => a + b, 0) - back.reduce((sum, r) => sum + r.amount, 0)
  const over = [...paid].filter(
    ([no, total]) => back.filter(r => r.outTradeNo === no).reduce((sum, r) => sum + r.amount, 0) > total,
  )
  return [
    ...unbalanced,
    ...kept.filter(k => paid.get(k.no) !== k.amount).map(k => ({ notPaidAtWechat: k })),
    ...[...paid.keys()].filter(no => !kept.some(k => k.no === no)).map(no => ({ notKept: no })),
    ...closed.filter(c => payable.has(c.no)).map(c => ({ notClosedAtWechat: c })),
    ...over.map(o => ({ refundedTooMuch: o })),
    ...(Number(ledger.held) === held ? [] : [{ ledger: ledger.held, wechat: held }]),
  ]
}
