/** Numbers with a fee that are held without being paid, again and again: so many a day, over real HTTP. */
import { codeOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import { addPersonOnFile } from '../../../testing/people'
import { type Resident, type SignedIn, signIn } from '../../../testing/signed-in'
import { type PaidClinic, fee, startPaidClinic } from './testing'

const limit = 3

let at: PaidClinic
beforeAll(
  async () => void (at = await startPaidClinic({ perDepartmentPerDay: 100 }, { UNPAID_HOLDS_PER_DAY: String(limit) })),
  60_000,
)
beforeEach(() => setCountyTime(at, '09:00', 1))
afterAll(() => at?.stop())
afterEach(async () => expect(await at.wrong()).toEqual([]))

const book = async (who: Resident, given: Parameters<PaidClinic['session']>[0] = {}) =>
  at.book(who, (await at.session(given)).slotId)
const giveBack = async (who: Resident) => at.cancel(who, (await book(who)).appointmentId)
/** As many as may be. */
const giveAllBack = async (who: Resident) => {
  for (let n = 0; n < limit; n++) await giveBack(who)
}

test('after three that ran out or were given back unpaid the next with a fee is refused, until tomorrow', async () => {
  const who = await at.resident()
  await giveBack(who)
  await giveBack(who)
  const kept = await book(who)
  await at.expire()
  expect((await at.read(who, kept.appointmentId)).status).toBe('cancelled')
  await expect(book(who)).rejects.toMatchObject({ code: 'unpaid_too_often', details: { limit } })
  // What is free stays free, and the others go on.
  expect(await book(who, { fee: 0 })).toMatchObject({ status: 'pending', payment: null })
  expect(await book(await at.resident())).toMatchObject({ payment: { state: 'due', amount: fee } })
  setCountyTime(at, '09:00', 1)
  expect(await book(who)).toMatchObject({ payment: { state: 'due' } })
})

test('what was paid does not count, given back or not', async () => {
  const who = await at.resident()
  for (let n = 0; n < limit + 1; n++) {
    const { appointmentId } = await at.paid(who, (await at.session({ inDays: 4 + n })).slotId)
    if (n % 2) await at.cancel(who, appointmentId)
  }
  await giveAllBack(who)
  expect(await codeOf(book(who))).toBe('unpaid_too_often')
})

test('what the clinic refuses or stops is not the resident’s doing', async () => {
  const who = await at.resident()
  for (let n = 0; n < limit; n++) {
    const { appointmentId } = await book(who)
    await at.clinic.clerk.enterSecondFactor()
    await at.clinic.clerk.desk.refuse({ body: { appointmentIds: [appointmentId], reason: '医生临时有急诊' } })
  }
  expect(await book(who)).toMatchObject({ payment: { state: 'due' } })
})

/** Registers the same real person for an account that was made anew. */
const registerAgain = async (who: Resident, back: SignedIn): Promise<Resident> => {
  const { PRIVACY_VERSION, HEALTH_DATA_CONSENT_VERSION } = at.context.config
  await back.identity.giveConsent({ body: { kind: 'privacy', version: PRIVACY_VERSION } })
  const { name, identityNumber } = who.onFile
  const body = { name, identityNumber, healthDataConsentVersion: HEALTH_DATA_CONSENT_VERSION }
  const { personId } = await back.identity.registerSelf({ body })
  return { ...back, onFile: who.onFile, personId }
}

test('an account made anew is the same WeChat user', async () => {
  const who = await at.resident()
  await giveAllBack(who)
  await who.identity.deleteAccount({})
  const back = await registerAgain(who, await signIn(at, who.personaId))
  expect(back.accountId).not.toBe(who.accountId)
  expect(await codeOf(book(back))).toBe('unpaid_too_often')
  const { name, identityNumber } = addPersonOnFile(at, { phone: null, birthDate: '1970-05-05' })
  const body = { name, identityNumber, relation: 'mother' as const, scope: ['appointments' as const] }
  const { person } = await back.identity.addMember({ body })
  expect(await codeOf(book({ ...back, personId: person.personId }))).toBe('unpaid_too_often')
})

test('the WeChat user counts for whomever they book, and the person whoever books', async () => {
  const who = await at.resident()
  const mother = addPersonOnFile(at, { phone: null, birthDate: '1970-05-05' })
  const { name, identityNumber } = mother
  const add = async (child: Resident) =>
    (await child.identity.addMember({ body: { name, identityNumber, relation: 'mother', scope: ['appointments'] } }))
      .person.personId
  const motherId = await add(who)
  await giveAllBack({ ...who, personId: motherId })
  expect(await codeOf(book(who))).toBe('unpaid_too_often')
  const sibling = await at.resident()
  expect(await book(sibling)).toMatchObject({ payment: { state: 'due' } })
  expect(await codeOf(book({ ...sibling, personId: await add(sibling) }))).toBe('unpaid_too_often')
})

test('an offer with another fee is refused too; one that the earlier fee pays is not', async () => {
  const offered = async (price: number) => {
    const who = await at.resident()
    const inDays = 7 + price / 500
    const earlier = await at.paid(who, (await at.session({ inDays, from: '15:00' })).slotId)
    const full = await at.session({ inDays, slots: 1, numbers: 1, fee: price })
    const holder = await at.resident()
    const { appointmentId } = await at.paid(holder, full.slotId)
    await who.appointments.joinWaitlist({ body: { sessionId: full.sessionId, personId: who.personId } })
    await giveAllBack(who)
    await at.cancel(holder, appointmentId)
    const [entry] = (await who.appointments.waitlist({})).entries
    const take = () => who.appointments.acceptOffer({ params: { entryId: entry!.entryId } })
    return { who, earlier, take }
  }
  const other = await offered(500)
  expect(await codeOf(other.take())).toBe('unpaid_too_often')
  expect(await at.read(other.who, other.earlier.appointmentId)).toMatchObject({ payment: { state: 'paid' } })
  const same = await offered(fee)
  expect(await same.take()).toMatchObject({ payment: { state: 'paid', orderId: same.earlier.orderId } })
})
