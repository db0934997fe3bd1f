import { consultationsContract } from 'shared/consultations/contract'
import { isProblem } from 'shared/kernel/errors'
import type { Receipt } from 'shared/relay/contract'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Call, type Handlers, type Routes, routes } from '../../../http/call'
import { receiptsOf } from '../../../relay/receipts'
import { type Act, findOwn, findWhom } from './act'
import { ask } from './ask'
import { askingRules } from './asking-rules'
import { changeRecordsAccess } from './change-records-access'
import { complain } from './complain'
import { consultingDoctors } from './consulting-doctors'
import { listOwn, peopleAsked, showLines } from './list-own'
import { noteReads } from './note-reads'
import { rate } from './rate'
import { ownKnown, paymentsOf, showOwn } from './show-own'
import { withdraw } from './withdraw'

type H = Handlers<typeof consultationsContract>

const actOf = (context: Context, { session, requestId }: Call): Act => {
  const now = context.clock.now()
  return { context, session, requestId, now, today: dayOf(now, context.config.TIME_ZONE) }
}

const receiptOf = async ({ db }: Context, consultationId: string): Promise<Receipt> => {
  const key = `consultation:${consultationId}`
  return (await receiptsOf(db, [key])).get(key)!
}

const before = (context: Context): Pick<H, 'consultationDoctors' | 'askingRules' | 'ask'> => ({
  consultationDoctors: async ({ query }, call) => {
    const act = actOf(context, call)
    const whom = await findWhom(act, query.personId)
    if (isProblem(whom)) return whom
    const { doctors, teamUnknown } = await consultingDoctors(act, whom)
    const emergency = { phone: context.config.EMERGENCY_PHONE }
    return { doctors: doctors.map(d => d.shown), teamUnknown, emergency }
  },
  askingRules: ({ params, query }, call) => askingRules(actOf(context, call), { ...params, ...query }),
  ask: ({ body }, call) => ask(actOf(context, call), call.write, body),
})

const reading = (context: Context): Pick<H, 'consultations' | 'consultation'> => ({
  consultations: async ({ query }, call) => {
    const act = actOf(context, call)
    const people = await peopleAsked(act, query.personId)
    if (isProblem(people)) return people
    const { rows, next } = await listOwn(act, [...people.keys()], query.before)
    const seen = new Set(rows.map(c => c.personId))
    await noteReads(
      act,
      [...people.values()].filter(g => seen.has(g.personId)),
      'consultations.read',
    )
    return { consultations: await showLines(act, rows), next }
  },
  consultation: async ({ params: { consultationId } }, call) => {
    const act = actOf(context, call)
    const own = await findOwn(act, consultationId)
    if (isProblem(own)) return own
    await noteReads(act, [own.ground], 'consultations.read', consultationId)
    const { consultation: c } = own
    const [known, payments] = [
      await ownKnown(act, c, await receiptOf(context, consultationId)),
      await paymentsOf(context.db, [c]),
    ]
    return showOwn(c, known, payments.get(consultationId) ?? null, act)
  },
})

export const askingRoutes = (context: Context): Routes =>
  routes(consultationsContract, {
    ...before(context),
    ...reading(context),
    withdraw: async ({ params: { consultationId } }, call) =>
      withdraw(actOf(context, call), call.write, consultationId, await receiptOf(context, consultationId)),
    changeRecordsAccess: async ({ params, body }, call) =>
      changeRecordsAccess(
        actOf(context, call),
        call.write,
        { ...params, ...body },
        await receiptOf(context, params.consultationId),
      ),
    rate: ({ params, body }, call) => rate(actOf(context, call), call.write, { ...params, ...body }),
    complain: ({ params, body }, call) => complain(actOf(context, call), call.write, { ...params, ...body }),
  })
