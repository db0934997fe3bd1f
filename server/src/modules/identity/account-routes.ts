/** The account itself: sign-in, phone, registration, consents, data copy, deletion, appeals. */
import { isProblem, problem } from 'shared/kernel/errors'
import { maskPhone } from '../../security/mask'
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import { appeal, showAppeal } from './appeals'
import { askPhone, keepPhone } from './bind-phone'
import { giveConsent } from './consents'
import { findOnPlatform } from './find-on-platform'
import { type Some, accessOf, moment } from './handler-routes'
import { IdentityAppeal } from './identity-appeal.entity'
import { showConsent, showMe } from './me'
import type { Neighbours } from './neighbours'
import { showPerson } from './person'
import { copyData, deleteAccount, takeBackConsent } from './personal-data'
import { refresh } from './refresh'
import { registerSelf } from './register-self'
import { openCase, openCaseOf, showCase } from './registration-cases'
import { signIn } from './sign-in'
import { endSession } from './tokens'

type Session = Some<'signIn' | 'refresh' | 'signOut' | 'me' | 'bindPhone'>
const sessionHandlers = (context: Context, neighbours: Neighbours): Session => ({
  signIn: ({ body }) => signIn(context, body.code),
  refresh: ({ body }) =>
    refresh(context.db, context.config, body.refreshToken, context.clock.now(), accountId =>
      context.live.recheck([accountId]),
    ),
  async signOut(_, { session, write }) {
    await write(tx => endSession(tx, session.sessionId, 'signed_out', context.clock.now()))
    context.live.recheck([session.accountId])
  },
  me: (_, { session }) => showMe(context.db, session, { ...context, ...neighbours, ...moment(context) }),
  async bindPhone({ body }, { session, write }) {
    const phone = await askPhone(context, session.accountId, body.code)
    if (isProblem(phone)) return phone
    return write(async tx => {
      await keepPhone(tx, context.cipher, session.accountId, phone)
      return { phone: maskPhone(phone) }
    })
  },
})

type Own = Some<'registerSelf' | 'registrationCase' | 'giveConsent' | 'withdrawConsent' | 'dataCopy' | 'deleteAccount'>
const ownHandlers = (context: Context, neighbours: Neighbours): Own => ({
  async registerSelf({ body }, call) {
    if (call.session.selfPersonId) return problem('already_registered')
    // Asked before the platform is: a refusal that depends on us alone must not tell whether name and number belong together.
    if (body.healthDataConsentVersion !== context.config.HEALTH_DATA_CONSENT_VERSION) return problem('consent_required')
    const { now, today } = moment(context)
    const { accountId } = call.session
    const consentVersion = body.healthDataConsentVersion
    const found = await findOnPlatform(context, body)
    if (isProblem(found)) {
      if (found.code !== 'person_conflict') return found
      // In a transaction of its own: a refusal rolls the request's back.
      const doubtful = { accountId, name: body.name, identityNumber: body.identityNumber, consentVersion }
      return problem(
        'person_conflict',
        showCase(await transaction(context.db, tx => openCase(tx, context, doubtful, now))),
      )
    }
    const given = { accountId, found, consentVersion }
    return call.write(async tx => {
      const person = await registerSelf(tx, context, given, now)
      if (isProblem(person)) return person
      await neighbours.recordAccess(tx, accessOf(call, now, 'register-self', person.personId))
      return showPerson(context.cipher, person, today)
    })
  },
  async registrationCase(_, { session }) {
    const open = await openCaseOf(context.db, session.accountId, moment(context).now)
    return { registrationCase: open && showCase(open) }
  },
  giveConsent: ({ body }, { session: { accountId }, write }) =>
    write(async tx => {
      const consent = await giveConsent(tx, context.config, { accountId, ...body }, context.clock.now())
      return isProblem(consent) ? consent : showConsent(consent)
    }),
  async withdrawConsent({ params: { kind } }, { session, requestId, write }) {
    let after: (() => void)[] = []
    const reply = await write(async tx => {
      const told = await takeBackConsent(tx, { ...session, kind, requestId }, neighbours, context.clock.now())
      if (isProblem(told)) return told
      after = told
    })
    if (!isProblem(reply)) for (const tell of after) tell()
    return reply
  },
  async dataCopy(_, call) {
    const { now } = moment(context)
    const sections = await copyData(context.db, context.cipher, call.session, neighbours)
    await neighbours.recordAccess(context.db, accessOf(call, now, 'data-copy', call.session.selfPersonId))
    return { createdAt: now.toISOString(), sections }
  },
  async deleteAccount(_, call) {
    const deleted = await call.write(async tx => {
      const { now } = moment(context)
      const kept = await deleteAccount(tx, call.session, neighbours, now)
      if (isProblem(kept)) return kept
      await neighbours.recordAccess(tx, accessOf(call, now, 'delete-account', call.session.selfPersonId))
      return { deletedAt: now.toISOString(), kept }
    })
    context.live.recheck([call.session.accountId])
    return deleted
  },
})

type Appeals = Some<'appeals' | 'appeal'>
const appealHandlers = (context: Context): Appeals => ({
  async appeals(_, { session: { accountId } }) {
    const rows = await context.db.manager.find(IdentityAppeal, { where: { accountId }, order: { createdAt: 'DESC' } })
    return { appeals: rows.map(row => showAppeal(context.cipher, row)) }
  },
  appeal: ({ body }, { session: { accountId }, write }) =>
    write(async tx => {
      const row = await appeal(tx, context.cipher, { accountId, ...body }, context.clock.now())
      return isProblem(row) ? row : showAppeal(context.cipher, row)
    }),
})

export const accountHandlers = (context: Context, neighbours: Neighbours) => ({
  ...sessionHandlers(context, neighbours),
  ...ownHandlers(context, neighbours),
  ...appealHandlers(context),
})
