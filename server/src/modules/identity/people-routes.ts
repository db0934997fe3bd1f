/** For whom the account acts: family members and authorisations. */
import { isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { maskPhone } from '../../security/mask'
import { sendText } from '../../sms/send-text'
import { actingBy, auditedAs } from './acting'
import { activateMember, addMember } from './add-member'
import { findOnPlatform } from './find-on-platform'
import { type Some, accessOf, moment } from './handler-routes'
import { endLink } from './links'
import { codeText, keepNewCode, newCode, spendCode, tryCode } from './member-code'
import type { Neighbours } from './neighbours'
import { findLink, listPeople, showLink } from './people'
import { Person } from './person.entity'
import { endDateProblem, guardianProblem, mayRevoke, mayUnbind } from './policy'
import { identityNumberProblem } from 'shared/identity/identity-number'
import { findGrantee, makeProxy, proxiesGivenBy, showProxies } from './proxies'

const sendCode = ({ config }: Context, to: string, code: string, at: Date): Promise<void> =>
  sendText(config.SMS_FILE, { to, text: codeText(code, config), at })

type Adding = Some<'addMember'>
const addingHandlers = (context: Context, { recordAccess }: Neighbours): Adding => ({
  async addMember({ body }, call) {
    const { accountId, selfPersonId } = call.session
    if (!selfPersonId) return problem('registration_required')
    const { now, today } = moment(context)
    const guardian = await context.db.manager.findOneByOrFail(Person, { personId: selfPersonId })
    // Before the platform is asked: what depends on us alone must not tell whether name and number belong together.
    if (!identityNumberProblem(body.identityNumber)) {
      const refused = guardianProblem(body, guardian.birthDate, context.config.GUARDIAN_BELOW_AGE, today)
      if (refused) return refused
    }
    const found = await findOnPlatform(context, body)
    if (isProblem(found)) return found
    let send: { code: string; phone: string } | null = null
    const reply = await call.write(async tx => {
      const added = await addMember(tx, context, { ...body, accountId, selfPersonId, found }, now)
      if (isProblem(added)) return added
      send = added.send
      await recordAccess(tx, accessOf(call, now, 'add-member', added.person.personId))
      return showLink(context.cipher, added.link, added.person, today)
    })
    // After the commit: a text message cannot be taken back.
    const { code, phone } = (send ?? {}) as { code?: string; phone?: string }
    if (!isProblem(reply) && code && phone) await sendCode(context, phone, code, now)
    return reply
  },
})

type Members = Some<'people' | 'sendMemberCode' | 'confirmMember' | 'unbindMember'>
const memberHandlers = (context: Context, { recordAccess, recordAccesses }: Neighbours): Members => ({
  async people(_, call) {
    const { now, today } = moment(context)
    const people = await listPeople(context.db, context.cipher, call.session, today)
    const rows = people.flatMap(({ ground }) =>
      ground && ground.basis !== 'self' ? [accessOf(call, now, 'list-people', ground.personId, auditedAs(ground))] : [],
    )
    await recordAccesses(context.db, rows, { onceEvery: 'hour' })
    return { people: people.map(p => p.shown), memberLimit: context.config.MEMBER_LIMIT }
  },
  async sendMemberCode({ params: { linkId } }, call) {
    const { now } = moment(context)
    const link = await findLink(context.db, linkId)
    if (!link || !mayUnbind(call.session, link) || link.state !== 'pending') return problem('not_found')
    const person = await context.db.manager.findOneByOrFail(Person, { personId: link.personId })
    if (!person.phone) return problem('not_found')
    const phone = context.cipher.open(person.phone, 'phone')
    const next = newCode(context.cipher, context.config, link.personId, link.codeSends, now)
    const reply = await call.write(async tx => {
      const { wechatIndex } = call.session
      const refused =
        (await spendCode(tx, context.config, { wechatIndex, personId: link.personId }, now)) ??
        (await keepNewCode(tx, link, next))
      return refused ?? { sentTo: maskPhone(phone), expiresAt: next.values.codeExpiresAt!.toISOString() }
    })
    if (!isProblem(reply)) await sendCode(context, phone, next.code, now)
    return reply
  },
  async confirmMember({ params: { linkId }, body: { code } }, call) {
    const { now, today } = moment(context)
    const link = await findLink(context.db, linkId)
    if (!link || !mayUnbind(call.session, link) || link.state !== 'pending') return problem('not_found')
    const wrong = await tryCode(context.db, { ...context, now }, link, code)
    if (wrong) return wrong
    const person = await context.db.manager.findOneByOrFail(Person, { personId: link.personId })
    return call.write(async tx => {
      const active = await activateMember(tx, link)
      if (isProblem(active)) return active
      await recordAccess(tx, accessOf(call, now, 'confirm-member', link.personId))
      return showLink(context.cipher, active, person, today)
    })
  },
  async unbindMember({ params: { linkId } }, call) {
    const { now } = moment(context)
    const link = await findLink(context.db, linkId)
    if (!link || !mayUnbind(call.session, link)) return problem('not_found')
    return call.write(async tx => {
      if (!(await endLink(tx, link, call.session.accountId, now))) return problem('not_found')
      await recordAccess(tx, accessOf(call, now, 'unbind-member', link.personId))
    })
  },
})

type Proxies = Some<'proxies' | 'grantProxy' | 'revokeProxy'>
const proxyHandlers = (context: Context, { recordAccess }: Neighbours): Proxies => ({
  async proxies(_, { session: { selfPersonId } }) {
    const links = selfPersonId ? await proxiesGivenBy(context.db, selfPersonId) : []
    return { proxies: await showProxies(context.db, context.cipher, links, moment(context).today) }
  },
  async grantProxy({ body: { grantee, scope, endsOn } }, call) {
    const at = moment(context)
    const { accountId, selfPersonId: personId } = call.session
    if (!personId) return problem('registration_required')
    const refused = endDateProblem(endsOn, at.today, context.config)
    if (refused) return refused
    const actor = await findGrantee(context.db, context.cipher, grantee)
    if (isProblem(actor)) return actor
    if (!actor || actor.accountId === accountId) return problem('grantee_not_found')
    return call.write(async tx => {
      const link = await makeProxy(tx, { actor, personId, scope, endsOn, paperReference: null }, at)
      if (isProblem(link)) return link
      await recordAccess(tx, accessOf(call, at.now, 'grant-proxy', personId))
      return (await showProxies(tx, context.cipher, [link], at.today))[0]!
    })
  },
  async revokeProxy({ params: { linkId } }, call) {
    const { now } = moment(context)
    const link = await findLink(context.db, linkId)
    if (!link || !mayRevoke(call.session, link)) return problem('not_found')
    return call.write(async tx => {
      if (!(await endLink(tx, link, call.session.accountId, now))) return problem('not_found')
      const byActor = link.accountId === call.session.accountId
      const audited = byActor ? auditedAs(actingBy(call.session, link)) : {}
      await recordAccess(tx, accessOf(call, now, 'revoke-proxy', link.personId, audited))
    })
  },
})

export const peopleHandlers = (context: Context, neighbours: Neighbours) => ({
  ...addingHandlers(context, neighbours),
  ...memberHandlers(context, neighbours),
  ...proxyHandlers(context, neighbours),
})
