/** People of the demo who have done a little of everything, so that every page has something to show. */
import { addDays, dayOf, instantOf } from 'server/clock'
import { waitFor } from './wait-for'
import { driveWechatSandbox } from '../sandbox/wechat/drive'
import { type Persona, personas } from '../sandbox/county/personas'
import { type Phone, phones } from '../seed/phone'
import { DEMO_PASSCODE } from '../seed/staff'
import { makeConsultations } from './consultation-world'
import { type Platform, openPlatform } from './platform'

const zone = 'Asia/Shanghai'
export const inDays = (days: number): string => addDays(dayOf(new Date(), zone), days)
export const at = (days: number, clock: string): Date => instantOf(inDays(days), clock, zone)

export const personaOf = (key: string): Persona => personas.find(p => p.key === key)!

/** A persona's phone, signed in; whoever works has entered the passcode. */
export const phoneOf = async (key: string): Promise<Phone> => {
  const phone = await phones(process.env.APP_URL!, process.env.WECHAT_URL!).signIn(key)
  if (personaOf(key).role !== 'resident')
    await phone.identityStaff.enterSecondFactor({ body: { passcode: DEMO_PASSCODE } })
  return phone
}

interface People {
  daughter: Phone
  elder: Phone
  /** Whose month has room for numbers, whatever was booked before. */
  neighbour: Phone
  clerk: Phone
  doctor: Phone
  administrator: Phone
}
interface Ids {
  self: string
  mother: string
  child: string
}

const idsOf = async ({ identity }: Phone): Promise<Ids> => {
  const { people } = await identity.people({})
  const of = (found: (p: (typeof people)[number]) => boolean) => people.find(found)!.person.personId
  return {
    self: of(p => p.basis === 'self'),
    mother: of(p => p.relation === 'mother'),
    child: of(p => p.relation === 'child'),
  }
}

/**
 * Every number of a department that is still free on the days asked for, but at times when the person is booked
 * elsewhere: other tests book for the same people.
 */
export const freeSlots = async (
  { appointments }: Phone,
  personId: string,
  departmentId: string,
  wanted: (day: string) => boolean,
) => {
  const { doctors } = await appointments.availability({ params: { departmentId }, query: { personId } })
  const sessions = doctors.flatMap(d => d.sessions).filter(s => wanted(s.day) && s.remaining > 0)
  const detailed = await Promise.all(
    sessions.map(({ sessionId }) => appointments.session({ params: { sessionId }, query: { personId } })),
  )
  const { appointments: held } = await appointments.appointments({ query: { personId } })
  const busy = (day: string, from: string, to: string) =>
    held.some(h => h.session.day === day && h.from < to && from < h.to)
  return detailed.flatMap(({ session, slots }) =>
    slots.filter(s => s.remaining > 0 && !busy(session.day, s.from, s.to)).map(slot => ({ ...slot, session })),
  )
}

/** The first free number of a department on a day of the seed. */
export const take = async (phone: Phone, personId: string, departmentId: string, day: string) => {
  const [free] = await freeSlots(phone, personId, departmentId, d => d === day)
  return phone.appointments.book({ body: { slotId: free!.slotId, personId } })
}

/** Sessions with one number each, announced by the platform and pulled; the last begins just after that. */
const announceAll = async (platform: Platform, { administrator }: People) => {
  const doctor = 'doc-qingshi-general-1'
  const full = await platform.announce('svc-qingshi-general', doctor, at(3, '19:00'))
  const freed = await platform.announce('svc-qingshi-general', doctor, at(4, '19:00'))
  const refused = await platform.announce('svc-county-orthopaedics', 'doc-county-orthopaedics-1', at(5, '19:00'))
  const began = Date.now()
  await administrator.relay.syncNow({})
  const startsAt = new Date(Date.now() + 2 * (Date.now() - began) + 3000)
  const missed = await platform.announce('svc-county-surgery', 'doc-county-surgery-1', startsAt)
  await administrator.relay.syncNow({})
  return { full, freed, refused, missed: { ...missed, startsAt } }
}
type Announced = Awaited<ReturnType<typeof announceAll>>

/** Three of the daughter's bookings at the county hospital: confirmed, waiting for the clinic, given back. */
const bookings = async ({ daughter, clerk }: People, { self, mother }: Ids) => {
  // Of departments that take no fee: what must be paid would have to be paid first.
  const department = 'svc-county-cardiology'
  const booked = await take(daughter, self, department, inDays(2))
  const pending = await take(daughter, mother, department, inDays(2))
  const { appointmentId } = await take(daughter, mother, 'svc-county-endocrinology', inDays(3))
  await clerk.desk.confirm({ body: { appointmentIds: [booked.appointmentId] } })
  await daughter.appointments.cancel({ params: { appointmentId }, body: { reason: '已经好了' } })
  return { booked, pending, cancelled: appointmentId }
}

/** Two numbers that cost something: one paid, with a part that the clerk gave back; one that waits for its payment. */
const fees = async ({ daughter, clerk }: People, { self }: Ids) => {
  const paid = await take(daughter, self, 'svc-county-ophthalmology', inDays(4))
  const params = { orderId: paid.payment!.orderId }
  const { parameters } = await daughter.payments.pay({ params })
  const prepay_id = parameters.package.slice('prepay_id='.length)
  await driveWechatSandbox(process.env.WECHAT_URL!).pay.pay({ prepay_id })
  await daughter.payments.checkOrder({ params })
  await clerk.paymentsDesk.refund({ params, body: { amount: 100, reason: '收费有误，退回多收的' } })
  const due = await take(daughter, self, 'svc-county-respiratory', inDays(5))
  return { paid, due }
}

/** A session the neighbour took the only number of, and somebody waits; the other one he gave back again. */
const waits = async ({ daughter, neighbour }: People, { self, mother }: Ids, { full, freed }: Announced) => {
  const { personId } = (await neighbour.identity.me({})).self!
  await neighbour.appointments.book({ body: { slotId: full.slotId, personId } })
  const given = await neighbour.appointments.book({ body: { slotId: freed.slotId, personId } })
  await daughter.appointments.joinWaitlist({ body: { sessionId: full.sessionId, personId: mother } })
  await daughter.appointments.joinWaitlist({ body: { sessionId: freed.sessionId, personId: self } })
  await neighbour.appointments.cancel({ params: { appointmentId: given.appointmentId }, body: {} })
}

/** A booking the county platform refuses for good, since it forgot the Slot meanwhile. */
const refuse = async (platform: Platform, people: People, personId: string, { refused }: Announced): Promise<void> => {
  const { daughter, administrator } = people
  await platform.forget(refused)
  const { appointmentId } = await daughter.appointments.book({ body: { slotId: refused.slotId, personId } })
  const letters = async () => (await administrator.relay.deadLetters({})).deadLetters
  await waitFor(async () => (await letters()).some(l => l.businessKey === `appointment:${appointmentId}`))
}

/** The child's number began a moment ago and nobody came: blocked, and the mother appeals. */
const miss = async ({ daughter, clerk, administrator }: People, child: string, { missed }: Announced) => {
  const params = { institutionId: 'org-county' }
  const { rules, version } = await administrator.rules.rules({ params })
  const strict = { ...rules, noShowLimit: 1, lateMinutes: 0 }
  const changed = await administrator.rules.changeRules({ params, body: { rules: strict, version } })
  const { appointmentId } = await daughter.appointments.book({ body: { slotId: missed.slotId, personId: child } })
  await clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })
  await waitFor(async () => Date.now() > missed.startsAt.getTime())
  await clerk.desk.markNoShow({ params: { appointmentId } })
  await administrator.rules.changeRules({ params, body: { rules, version: changed.version } })
  const { block } = await daughter.appointments.noShows({ params: { personId: child } })
  const { blockId } = block!
  const statement = '孩子半夜发烧，去了急诊，没来得及取消。'
  await daughter.appointments.appealBlock({ params: { blockId }, body: { statement } })
  return blockId
}

/** Links of every kind: a member who has still to agree, a proxy for the elder's doctor, an identity appeal. */
const links = async ({ daughter, elder }: People) => {
  const sister = personaOf('resident-other-phone')
  const { linkId: waiting } = await daughter.identity.addMember({
    body: {
      name: sister.name,
      identityNumber: sister.identityNumber,
      relation: 'sibling',
      scope: ['card'],
      guardianConsent: false,
    },
  })
  const { people } = await daughter.identity.people({})
  const member = people.find(p => p.relation === 'mother')!.linkId
  const grantee = { kind: 'doctor' as const, practitionerId: 'doc-qingshi-general-1' }
  const { linkId: proxy } = await elder.identity.grantProxy({
    body: { grantee, scope: ['appointments', 'records'], endsOn: inDays(180) },
  })
  const { name, identityNumber, phone } = personaOf('first-timer')
  const { appealId } = await elder.identity.appeal({
    body: { name, identityNumber, phone, statement: '换手机号以后，我的身份被别人先绑了。' },
  })
  return { waiting, member, proxy, appealId }
}

export const makeWorld = async () => {
  const platform = await openPlatform()
  const [daughter, elder, neighbour, clerk, doctor, administrator] = await Promise.all(
    ['resident', 'elder', 'father', 'clerk', 'family-doctor', 'administrator'].map(phoneOf),
  )
  const people: People = {
    ...{ daughter: daughter!, elder: elder!, neighbour: neighbour!, clerk: clerk! },
    ...{ doctor: doctor!, administrator: administrator! },
  }
  const ids = await idsOf(people.daughter)
  // Before the child may book no more.
  const consulted = await makeConsultations(people, ids, inDays(14))
  const announced = await announceAll(platform, people)
  const blockId = await miss(people, ids.child, announced)
  const made = await bookings(people, ids)
  const paying = await fees(people, ids)
  await waits(people, ids, announced)
  await refuse(platform, people, ids.mother, announced)
  await people.daughter.directory.addFavourite({ params: { doctorId: made.booked.session.doctorId } })
  const { staff } = await people.administrator.identityStaff.staff({ query: {} })
  const staffId = staff.find(s => s.role === 'staff')!.staffId
  return { platform, ids, blockId, ...made, ...paying, announced, consulted, staffId, ...(await links(people)) }
}
export type World = Awaited<ReturnType<typeof makeWorld>>
