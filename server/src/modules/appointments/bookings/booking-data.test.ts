/** What a data copy tells of bookings: of others only while one may act for them. */
import { newClinic } from '../../../testing/clinic'
import { addPersonOnFile } from '../../../testing/people'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()))
afterAll(() => server.stop())

test('where others went is left out once one may act for them no more; one’s own stays', async () => {
  const who = await newResident(server)
  const { name, identityNumber } = addPersonOnFile(server, { phone: null })
  const body = { name, identityNumber, relation: 'mother' as const, scope: ['appointments' as const] }
  const { linkId, person } = await who.identity.addMember({ body })
  const clinics = { own: await newClinic(server), mothers: await newClinic(server) }
  const book = async (clinic: typeof clinics.own, personId: string) => {
    const { slotId } = await clinic.addSession()
    await who.appointments.book({ body: { slotId, personId } })
  }
  await book(clinics.own, who.personId)
  await book(clinics.mothers, person.personId)
  const copied = async () =>
    (await who.identity.dataCopy({})).sections.find(({ title }) => title === '预约记录')!.rows as object[]
  const own = { 就诊人: '本人', 机构: clinics.own.institution.name, 医生: '李明' }
  const mothers = { 就诊人: '代他人预约', 机构: clinics.mothers.institution.name, 医生: '李明' }
  expect(await copied()).toMatchObject([own, mothers])
  await who.identity.unbindMember({ params: { linkId } })
  expect(await copied()).toMatchObject([own, { ...mothers, 机构: null, 医生: null }])
})

test('nor is it told of those who authorised one for other things', async () => {
  const who = await newResident(server)
  const { name, identityNumber } = addPersonOnFile(server, { phone: null })
  const body = { name, identityNumber, relation: 'father' as const, scope: ['appointments' as const] }
  const { linkId, person } = await who.identity.addMember({ body })
  const { slotId } = await (await newClinic(server)).addSession()
  await who.appointments.book({ body: { slotId, personId: person.personId } })
  await server.db.query(`UPDATE person_link SET scope = 'card' WHERE link_id = ?`, [linkId])
  const { sections } = await who.identity.dataCopy({})
  expect(sections.find(({ title }) => title === '预约记录')!.rows).toMatchObject([{ 机构: null, 医生: null }])
})
