import { deskContract } from 'shared/appointments/desk-contract'
import { isProblem, problem } from 'shared/kernel/errors'
import type { Receipt } from 'shared/relay/contract'
import { In } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type Call, type Handlers, type Routes, routes } from '../../../http/call'
import { receiptsOf } from '../../../relay/receipts'
import { maskName } from '../../../security/mask'
import { verifyCardAtDesk } from '../../health-card'
import { openName, positionAt } from '../../identity'
import { Appointment } from '../appointment.entity'
import { callNext } from './call-next'
import { checkIn, checkInPerson } from './check-in'
import { confirmMany } from './confirm'
import type { Desk } from './desk'
import { blocksAtDesk, decideBlock } from './desk-blocks'
import { listAtDesk } from './desk-list'
import { sessionsAtDesk } from './desk-sessions'
import { exportSession } from './export-session'
import { findByName } from './find-by-name'
import { fulfil } from './fulfil'
import { markNoShow } from './mark-no-show'
import { refuseMany } from './refuse'
import { type ShownAtDesk, showAtDesk } from './show-at-desk'
import { previewStop } from './stop-preview'
import { stopSessionAtDesk } from '../schedule/stop-session'
import { undoLast } from './undo'

const deskOf = ({ cipher, config }: Context, { session, positions, requestId }: Call): Desk => ({
  accountId: session.accountId,
  institutionIds: [...new Set(positions.map(p => p.institutionId))].sort(),
  requestId,
  cipher,
  zone: config.TIME_ZONE,
})

/** After a change its event waits for the relay: no need to ask for receipts. */
const showChanged = async (tx: Tx, desk: Desk, ids: string[], now: Date): Promise<ShownAtDesk[]> =>
  showAtDesk(tx, desk, await tx.findBy(Appointment, { appointmentId: In(ids) }), now)

const receiptsFor = async ({ db }: Context, rows: Appointment[]): Promise<Map<string, Receipt>> => {
  const receipts = await receiptsOf(
    db,
    rows.map(a => `appointment:${a.appointmentId}`),
  )
  return new Map([...receipts].map(([key, receipt]) => [key.slice('appointment:'.length), receipt]))
}

const voidWords = { frozen: '已挂失', reissued: '已换新卡', used: '这个码已用过' }

type Change<P> = (tx: Tx, desk: Desk, appointmentId: string, now: Date) => Promise<string | P>

/** One change of one appointment, answered with the appointment as it is then. */
const changed =
  <P>(context: Context, change: Change<P>) =>
  ({ params }: { params: { appointmentId: string } }, call: Call): Promise<ShownAtDesk | P> =>
    call.write<ShownAtDesk | P>(async tx => {
      const desk = deskOf(context, call)
      const now = context.clock.now()
      const id = await change(tx, desk, params.appointmentId, now)
      return typeof id === 'string' ? (await showChanged(tx, desk, [id], now))[0]! : id
    })

const lists = (context: Context) =>
  ({
    deskSessions: async ({ query }, call) => {
      const desk = deskOf(context, call)
      const day = query.day ?? dayOf(context.clock.now(), desk.zone)
      return { day, sessions: await sessionsAtDesk(context.db, desk, day) }
    },
    deskAppointments: async ({ query }, call) => {
      const desk = deskOf(context, call)
      const now = context.clock.now()
      const day = query.day ?? dayOf(now, desk.zone)
      const { rows, cursor, whole } = await listAtDesk(context.db, desk, { ...query, day }, now)
      const receipts = await receiptsFor(context, rows)
      return { appointments: await showAtDesk(context.db, desk, rows, now, receipts), cursor, whole }
    },
    findByName: async ({ body }, call) => ({
      appointmentIds: await findByName(context.db, deskOf(context, call), body, context.clock.now()),
    }),
    exportSession: ({ params }, call) =>
      exportSession(context.db, deskOf(context, call), params.sessionId, context.clock.now()),
    blocks: async (_, call) => ({ blocks: await blocksAtDesk(context.db, deskOf(context, call), context.clock.now()) }),
  }) satisfies Partial<Handlers<typeof deskContract>>

const visits = (context: Context) =>
  ({
    confirm: ({ body }, call) =>
      call.write(async tx => ({
        results: await confirmMany(tx, deskOf(context, call), body.appointmentIds, context.clock.now()),
      })),
    refuse: ({ body }, call) =>
      call.write(async tx => ({
        results: await refuseMany(tx, deskOf(context, call), body.appointmentIds, body.reason, context.clock.now()),
      })),
    checkIn: changed(context, checkIn),
    fulfil: changed(context, fulfil),
    markNoShow: changed(context, markNoShow),
    undo: changed(context, undoLast),
    checkInByCard: async ({ body }, call) => {
      const desk = deskOf(context, call)
      const position = positionAt(call.positions, body.institutionId)
      if (isProblem(position)) return position
      const verifier = { position, accountId: desk.accountId, requestId: desk.requestId }
      const verified = await verifyCardAtDesk(context, verifier, body.code, 'check_in')
      if (isProblem(verified)) return verified
      if (!verified.valid) return problem('card_void', { why: voidWords[verified.why] })
      const { personId } = verified.person
      return call.write(async tx => {
        const now = context.clock.now()
        const found = await checkInPerson(tx, desk, personId, now)
        if (isProblem(found)) return found
        const [checkedIn = null] = await showChanged(tx, desk, found.checkedIn ? [found.checkedIn] : [], now)
        const choices = await showChanged(tx, desk, found.choices, now)
        return {
          checkedIn,
          choices,
          early: found.early,
          personName: maskName(openName(context.cipher, verified.person)),
        }
      })
    },
    callNext: ({ params }, call) =>
      call.write(async tx => {
        const desk = deskOf(context, call)
        const now = context.clock.now()
        const next = await callNext(tx, desk, params.sessionId, now)
        if (isProblem(next)) return next
        const [called = null] = await showChanged(tx, desk, next.called ? [next.called] : [], now)
        return { called }
      }),
  }) satisfies Partial<Handlers<typeof deskContract>>

export const deskRoutes = (context: Context): Routes =>
  routes(deskContract, {
    ...lists(context),
    ...visits(context),
    stopPreview: ({ params }, call) =>
      previewStop(context.db, deskOf(context, call), params.sessionId, context.clock.now()),
    stopSession: ({ params, body }, call) =>
      call.write(tx =>
        stopSessionAtDesk(tx, deskOf(context, call), params.sessionId, body.reason, context.clock.now()),
      ),
    decideBlock: ({ params, body }, call) =>
      call.write(tx => decideBlock(tx, deskOf(context, call), { ...params, ...body }, context.clock.now())),
  })
