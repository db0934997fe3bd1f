import { healthCardContract } from 'shared/health-card/contract'
import { isProblem, problem } from 'shared/kernel/errors'
import {
  type ActingFor,
  ageOn,
  auditedAs,
  contactsOf,
  findPeopleByIds,
  groundsFor,
  openName,
  positionAt,
} from '../identity'
import { maskIdentityNumber } from '../../security/mask'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { type Call, type Handlers, type Routes, routes } from '../../http/call'
import { recordAccess, recordAccesses } from '../audit'
import { institutionNames } from '../directory'
import { claimCard, findCard, keepCard, keepChange, listCards, releaseCard, showCard, usagesOf } from './cards'
import type { HealthCard } from './health-card.entity'
import { consentProblem, mayHoldCard } from './policy'
import { judgeCode, recordVerification } from './verify'

type Some<K extends keyof typeof healthCardContract> = Pick<Handlers<typeof healthCardContract>, K>

const todayOf = ({ clock, config }: Context): string => dayOf(clock.now(), config.TIME_ZONE)

const accessOf = ({ session, requestId }: Call, at: Date, verb: string, ground: ActingFor) => ({
  at,
  action: `health-card.${verb}`,
  accountId: session.accountId,
  personId: ground.personId,
  requestId,
  ...auditedAs(ground),
})

/** The person whose card it is, if the caller may hold it and (where asked) the consent to health data stands; and why. */
const admit = async (context: Context, { session }: Call, personId: string, consent: 'needed' | 'not_needed') => {
  const ground = await mayHoldCard(context.db, session, personId, todayOf(context))
  if (isProblem(ground)) return ground
  const refused = consent === 'needed' ? await consentProblem(context.db, session, ground) : null
  return refused ?? { ground, person: (await findPeopleByIds(context.db, [personId])).get(personId)! }
}

type Reading = Some<'cards' | 'cardUsages'>
const readingHandlers = (context: Context): Reading => ({
  async cards(_, call) {
    const { db, cipher, clock } = context
    const grounds = await groundsFor(db, call.session, 'card', todayOf(context))
    const others = [...grounds.values()].filter(ground => ground.basis !== 'self')
    const now = clock.now()
    const rows = others.map(ground => accessOf(call, now, 'list', ground))
    await recordAccesses(db, rows, { onceEvery: 'hour' })
    return { cards: await listCards(db, cipher, [...grounds.keys()]) }
  },
  async cardUsages({ params: { personId } }, call) {
    const { db, clock } = context
    const admitted = await admit(context, call, personId, 'not_needed')
    if (isProblem(admitted)) return problem('not_found')
    const usages = await usagesOf(db, personId)
    const names = await institutionNames(
      db,
      usages.map(u => u.institutionId),
    )
    const { ground } = admitted
    if (ground.basis !== 'self') await recordAccess(db, accessOf(call, clock.now(), 'usages', ground))
    return {
      usages: usages.map(({ usedAt, institutionId, step, outcome }) => ({
        usedAt: usedAt.toISOString(),
        institutionName: names.get(institutionId) ?? institutionId,
        step,
        outcome,
      })),
    }
  },
})

/** The number that WeChat proved to be the caller's. */
const ownPhone = async ({ db, cipher }: Context, { session: { accountId } }: Call) =>
  (await contactsOf(db, cipher, [accountId])).get(accountId)?.phone ??
  problem('validation_failed', { fields: [{ path: 'phone', message: 'no phone number is bound' }] })

type Showing = Some<'openCard' | 'cardCode'>
const showingHandlers = (context: Context): Showing => ({
  async openCard({ params: { personId }, body }, call) {
    const admitted = await admit(context, call, personId, 'needed')
    if (isProblem(admitted)) return admitted
    const { person, ground } = admitted
    if (await findCard(context.db, personId)) return problem('card_exists')
    const phone = body.phone ?? (await ownPhone(context, call))
    if (isProblem(phone)) return phone
    const told = await context.county.openCard(person.platformId, { ...body, phone })
    if (isProblem(told)) return told
    const now = context.clock.now()
    return call.write(async tx => {
      const kept = await keepCard(tx, context.cipher, { personId, told, openedBy: call.session.accountId }, now)
      if (!kept) return problem('card_exists')
      await recordAccess(tx, accessOf(call, now, 'open', ground))
      return showCard(context.cipher, person, await findCard(tx, personId))
    })
  },
  async cardCode({ params: { personId } }, call) {
    const admitted = await admit(context, call, personId, 'needed')
    if (isProblem(admitted)) return admitted
    const { person, ground } = admitted
    const card = await findCard(context.db, personId)
    if (!card) return problem('card_not_open')
    if (card.state === 'frozen') return problem('card_frozen')
    const told = await context.county.cardCode(person.platformId)
    if (isProblem(told)) return told
    const now = context.clock.now()
    if (ground.basis !== 'self')
      await recordAccesses(context.db, [accessOf(call, now, 'code', ground)], { onceEvery: 'hour' })
    return {
      code: told.code,
      expiresAt: told.expiresAt.toISOString(),
      serverTime: now.toISOString(),
      lifeSeconds: Math.max(0, Math.round((told.expiresAt.getTime() - now.getTime()) / 1000)),
    }
  },
})

type Change = 'freeze' | 'unfreeze' | 'reissue'
/** In which state a change makes sense. */
const from: Record<Change, HealthCard['state'][]> = {
  freeze: ['active'],
  unfreeze: ['frozen'],
  reissue: ['active', 'frozen'],
}

/** A change that lasts longer than the question may, with its repeats, was cut short by a crash. */
const claimTimeouts = 3

const changing =
  (context: Context, change: Change) =>
  async ({ params: { personId } }: { params: { personId: string } }, call: Call) => {
    const admitted = await admit(context, call, personId, change === 'freeze' ? 'not_needed' : 'needed')
    if (isProblem(admitted)) return admitted
    const { person, ground } = admitted
    const card = await findCard(context.db, personId)
    if (!card) return problem('card_not_open')
    if (!from[change].includes(card.state)) return problem('card_state')
    const now = context.clock.now()
    const until = new Date(now.getTime() + claimTimeouts * context.config.COUNTY_TIMEOUT_MS)
    if (!(await claimCard(context.db, card, now, until))) return problem('conflict')
    const told = await context.county.changeCard(person.platformId, change)
    if (isProblem(told)) {
      await releaseCard(context.db, card, until)
      return told
    }
    return call.write(async tx => {
      const kept = await keepChange(tx, context.cipher, card, { told, until }, now)
      if (!kept) return problem('conflict')
      await recordAccess(tx, accessOf(call, now, change, ground))
      return showCard(context.cipher, person, kept)
    })
  }

type Verifying = Some<'verifyCard'>
const verifyingHandlers = (context: Context): Verifying => ({
  async verifyCard({ body: { code, step, institutionId } }, call) {
    const position = positionAt(call.positions, institutionId)
    if (isProblem(position)) return position
    const judged = await judgeCode(context, code, position.institutionId, step)
    if (isProblem(judged)) return judged
    const verifier = { position, accountId: call.session.accountId, requestId: call.requestId }
    return call.write(async tx => {
      const verified = await recordVerification(tx, context, verifier, step, judged)
      if (isProblem(verified) || !verified.valid) return verified
      const { person } = verified
      return {
        valid: true as const,
        personId: person.personId,
        // In full: staff compare them with the person and the document in front of them.
        name: openName(context.cipher, person),
        identityNumber: maskIdentityNumber(context.cipher.open(person.identityNumber, 'identity_number')),
        age: ageOn(person.birthDate, todayOf(context)),
        sex: person.sex,
      }
    })
  },
})

export const healthCardRoutes = (context: Context): Routes =>
  routes(healthCardContract, {
    ...readingHandlers(context),
    ...showingHandlers(context),
    freezeCard: changing(context, 'freeze'),
    unfreezeCard: changing(context, 'unfreeze'),
    reissueCard: changing(context, 'reissue'),
    ...verifyingHandlers(context),
  })
