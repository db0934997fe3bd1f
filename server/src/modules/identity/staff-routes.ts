/** Staff: invitation, second factor, proxies on paper, and what an administrator decides. */
import { isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { bindInvitation, judgeInvitation } from './accept-invitation'
import { appealsToDecide, decideAppeal, personOfAppeal, showAppeal } from './appeals'
import { findOnPlatform } from './find-on-platform'
import { type SomeStaff, accessOf, moment } from './handler-routes'
import { createInvitation, createPasscodeReset } from './invite'
import { showMe } from './me'
import type { Neighbours } from './neighbours'
import { upsertPerson } from './person'
import { endDateProblem } from './policy'
import { positionAt } from './positions'
import { makeProxy, showProxies } from './proxies'
import { enterSecondFactor, openPeriod } from './second-factor'
import { forgetPasscode, listStaff, setStaffDisabled } from './staff'

type Own = SomeStaff<'acceptInvitation' | 'enterSecondFactor'>
const ownHandlers = (context: Context, neighbours: Neighbours): Own => ({
  async acceptInvitation({ body }, call) {
    const { now, today } = moment(context)
    const { accountId } = call.session
    const judged = await judgeInvitation(context.db, context.config, { accountId, ...body }, now)
    if (isProblem(judged)) return judged
    const me = await call.write(async tx => {
      const refused = await bindInvitation(tx, accountId, judged, now)
      if (refused) return refused
      await openPeriod(tx, context.config, call.session.sessionId, now)
      await neighbours.recordAccess(tx, accessOf(call, now, 'accept-invitation', null))
      return showMe(tx, call.session, { ...context, ...neighbours, now, today })
    })
    context.live.recheck([accountId])
    return me
  },
  async enterSecondFactor({ body }, { session }) {
    const until = await enterSecondFactor(context.db, context.config, session, body.passcode, context.clock.now())
    context.live.recheck([session.accountId])
    return isProblem(until) ? until : { validUntil: until.toISOString() }
  },
})

type Paper = SomeStaff<'recordProxy'>
const paperHandlers = (context: Context, { recordAccess }: Neighbours): Paper => ({
  async recordProxy({ body: { name, identityNumber, scope, endsOn, paperReference, institutionId } }, call) {
    const position = positionAt(call.positions, institutionId)
    if (isProblem(position)) return position
    const at = moment(context)
    const refused = endDateProblem(endsOn, at.today, context.config)
    if (refused) return refused
    const found = await findOnPlatform(context, { name, identityNumber })
    if (isProblem(found)) return found
    const actor = { accountId: call.session.accountId, staffId: position.staffId, relation: null }
    return call.write(async tx => {
      const { personId } = await upsertPerson(tx, context.cipher, found, at.now)
      const link = await makeProxy(tx, { actor, personId, scope, endsOn, paperReference }, at)
      if (isProblem(link)) return link
      await recordAccess(
        tx,
        accessOf(call, at.now, 'record-proxy', personId, {
          purpose: `纸质授权书 ${paperReference}`,
          institutionId: position.institutionId,
        }),
      )
      return (await showProxies(tx, context.cipher, [link], at.today))[0]!
    })
  },
})

type Admin = SomeStaff<'staff' | 'inviteStaff' | 'setStaffDisabled' | 'resetPasscode'>
const administrationHandlers = (context: Context, neighbours: Neighbours): Admin => ({
  async staff({ query }) {
    const { now } = moment(context)
    return { staff: await listStaff(context.db, { ...context, ...neighbours, now }, query.institutionId) }
  },
  async inviteStaff({ body }, call) {
    const { db } = context
    if (!(await neighbours.institutionExists(db, body.institutionId))) return problem('institution_unknown')
    const { practitionerId } = body
    // Doctors act under the name of the county's directory; others need no practitioner.
    if (
      practitionerId ? !(await neighbours.doctorSitsAt(db, practitionerId, body.institutionId)) : body.role === 'doctor'
    )
      return problem('practitioner_unknown')
    return call.write(async tx => {
      const { role, institutionId } = body
      const { code, expiresAt } = await createInvitation(tx, context, { ...body, createdBy: call.session.accountId })
      const details = { role, institutionId, practitionerId }
      await neighbours.recordAccess(tx, accessOf(call, context.clock.now(), 'invite-staff', null, { details }))
      return { code, expiresAt: expiresAt.toISOString() }
    })
  },
  async setStaffDisabled({ params: { staffId }, body }, call) {
    const changed = await call.write(async tx => {
      const { now } = moment(context)
      const changed = await setStaffDisabled(tx, { ...context, ...neighbours, now }, { staffId, ...body })
      if (isProblem(changed)) return changed
      const action = body.disabled ? 'disable-staff' : 'enable-staff'
      const more = { purpose: body.reason, details: { staffId } }
      await neighbours.recordAccess(tx, accessOf(call, now, action, null, more))
      return changed
    })
    if (!isProblem(changed)) context.live.recheck([changed.accountId])
    return changed
  },
  async resetPasscode({ params: { staffId } }, call) {
    const reset = await call.write(async tx => {
      const accountId = await forgetPasscode(tx, staffId)
      if (isProblem(accountId)) return accountId
      const createdBy = call.session.accountId
      const { code, expiresAt } = await createPasscodeReset(tx, context, { accountId, createdBy })
      const now = context.clock.now()
      await neighbours.recordAccess(tx, accessOf(call, now, 'reset-passcode', null, { details: { staffId } }))
      return { code, expiresAt: expiresAt.toISOString(), accountId }
    })
    if (!isProblem(reset)) context.live.recheck([reset.accountId])
    return reset
  },
})

type Appeals = SomeStaff<'appealsToDecide' | 'decideAppeal'>
const appealHandlers = (context: Context, { recordAccess, recordAccesses }: Neighbours): Appeals => ({
  async appealsToDecide({ query }, call) {
    const listed = await appealsToDecide(context.db, context.cipher, query.state)
    const { now } = moment(context)
    const rows = listed.flatMap(({ personId }) => (personId ? [accessOf(call, now, 'list-appeals', personId)] : []))
    await recordAccesses(context.db, rows, { onceEvery: 'hour' })
    return { appeals: listed.map(({ appeal }) => appeal) }
  },
  decideAppeal: ({ params: { appealId }, body }, call) =>
    call.write(async tx => {
      const now = context.clock.now()
      const decided = await decideAppeal(tx, { appealId, ...body, by: call.session.accountId }, now)
      if (isProblem(decided)) return decided
      const personId = await personOfAppeal(tx, decided)
      await recordAccess(tx, accessOf(call, now, 'decide-appeal', personId, { details: { outcome: body.outcome } }))
      return showAppeal(context.cipher, decided)
    }),
})

export const staffHandlers = (context: Context, neighbours: Neighbours) => ({
  ...ownHandlers(context, neighbours),
  ...paperHandlers(context, neighbours),
  ...administrationHandlers(context, neighbours),
  ...appealHandlers(context, neighbours),
})
