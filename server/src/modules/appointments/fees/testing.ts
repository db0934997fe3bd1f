/** For tests of bookings with a fee: the usual steps over real HTTP, and what must hold at rest. */
import { type NewSession, newClinic, setCountyTime } from '../../../testing/clinic'
import { untoldChanges, wrongFees, wrongSlots } from '../../../testing/invariants'
import { startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import type { AppointmentRules } from 'shared/appointments/rules-contract'

export const fee = 1500
export const minute = 60_000

/**
 * At 09:00 of the county's tomorrow. `rules`: over those of a clinic that takes fees on the phone; `environment`: values
 * of the configuration.
 */
export const startPaidClinic = async (
  rules: Partial<AppointmentRules> = {},
  environment: Record<string, string> = {},
) => {
  const server = await startTestServer({ environment })
  setCountyTime(server, '09:00', 1)
  const clinic = await newClinic(server, { payOnline: true, perPhonePerMonth: 100, ...rules })
  const { db, wechat, clock } = server
  await wechat.pay.set({ refundSeconds: 0 })
  const book = async (who: Resident, slotId: string) =>
    who.appointments.book({ body: { slotId, personId: who.personId } })
  const prepay = async (who: Resident, orderId: string): Promise<string> => {
    const { parameters } = await who.payments.pay({ params: { orderId } })
    return parameters.package.slice('prepay_id='.length)
  }
  const payWith = async (prepay_id: string, more: { late?: boolean } = {}) => {
    await wechat.pay.pay({ prepay_id, ...more })
    await wechat.pay.settle()
  }
  const pay = async (who: Resident, orderId: string) => payWith(await prepay(who, orderId))
  const pass = async (ms: number) => {
    clock.push(ms)
    await wechat.pay.settle()
  }
  return {
    ...server,
    clinic,
    book,
    prepay,
    payWith,
    pay,
    pass,
    /** Of an age that pays. */
    resident: () => newResident(server, { birthDate: '1985-05-05' }),
    session: (given: NewSession = {}) => clinic.addSession({ inDays: 3, fee, ...given }),
    /** Booked and paid; the notice has arrived. */
    async paid(who: Resident, slotId: string) {
      const { appointmentId, payment } = await book(who, slotId)
      await pay(who, payment!.orderId)
      return { appointmentId, orderId: payment!.orderId }
    },
    read: (who: Resident, appointmentId: string) => who.appointments.appointment({ params: { appointmentId } }),
    cancel: (who: Resident, appointmentId: string) => who.appointments.cancel({ params: { appointmentId }, body: {} }),
    /** Sends what waits to be refunded, and hears the end of it. */
    async refund() {
      await server.runJob('payments-refunds')
      await wechat.pay.settle()
    },
    async expire(ms = 15 * minute + 1000) {
      await pass(ms)
      await server.runJob('payments-expire')
    },
    told: async (appointmentId: string): Promise<string[]> =>
      (
        (await db.query('SELECT kind FROM message_event WHERE event_key LIKE ? ORDER BY event_key', [
          `appointment:${appointmentId}:%`,
        ])) as { kind: string }[]
      ).map(e => e.kind),
    refunds: async (orderId: string) => {
      const { refunds } = await wechat.pay.books()
      const rows = (await db.query('SELECT out_trade_no AS no FROM payment_trade WHERE order_id = ?', [orderId])) as {
        no: string
      }[]
      return refunds.filter(r => rows.some(({ no }) => no === r.outTradeNo)).map(r => r.amount)
    },
    /** What does not hold; must be empty, always. */
    wrong: async () => [...(await wrongSlots(server)), ...(await untoldChanges(server)), ...(await wrongFees(server))],
  }
}
export type PaidClinic = Awaited<ReturnType<typeof startPaidClinic>>
