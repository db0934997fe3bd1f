import { transaction } from '../../db/transaction'
import { codeOf } from '../../testing/client'
import { newClinic, setCountyTime } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { applyDirectory } from '.'
import { metresBetween } from './distance'
import { initialsOf } from './search-text'

let server: TestServer
let who: Resident
beforeAll(async () => {
  server = await startTestServer({ environment: { FAVOURITE_LIMIT: '2' } })
  setCountyTime(server, '09:00', 1)
  who = await newResident(server)
}, 60_000)
afterAll(() => server?.stop())

test('pinyin initials of names with several readings too', () => {
  expect(initialsOf('王建国')).toBe('wjg')
  expect(initialsOf('云溪县人民医院')).toBe('yxxrmyy')
})

test('metres as the crow flies: one degree of latitude is 111 km', () =>
  expect(metresBetween({ latitude: 29, longitude: 106 }, { latitude: 30, longitude: 106 })).toBeCloseTo(111_195, -2))

test('found by Chinese name, initials, department and what hurts, never by a wildcard', async () => {
  const clinic = await newClinic(server)
  const doctorId = await clinic.addDoctor({ name: '欧阳锦绣', goodAt: '慢性咽炎' })
  const department = await clinic.addDepartment('耳鼻喉科', ['嗓子疼', '耳鸣'])
  const find = async (words: string) => {
    const found = await who.directory.search({ query: { words } })
    return {
      doctors: found.doctors.map(d => d.doctorId),
      departments: found.departments.map(d => d.departmentId),
      institutions: found.institutions.map(i => i.institutionId),
    }
  }
  for (const words of ['欧阳锦', 'oyjx', 'OYJX', 'ouyang', '咽炎'])
    expect((await find(words)).doctors).toContain(doctorId)
  for (const words of ['耳鼻喉', 'ebhk', '耳鸣', '昨天起嗓子疼得厉害'])
    expect((await find(words)).departments).toContain(department)
  expect((await find(clinic.institution.name)).institutions).toEqual([clinic.institutionId])
  for (const words of ['%', '_', '\\', "' OR 1=1 --"])
    expect(await find(words)).toEqual({ doctors: [], departments: [], institutions: [] })
})

test('last visited first, then near; distance only for who gave a position', async () => {
  const [far, near, visited] = [await newClinic(server), await newClinic(server), await newClinic(server)]
  const move = (c: typeof far, latitude: number) =>
    transaction(server.db, tx =>
      applyDirectory(tx, {
        institutions: [{ ...c.institution, position: { latitude, longitude: 100 }, updatedAt: server.clock.now() }],
      }),
    )
  await move(far, 20)
  await move(near, 10.01)
  await move(visited, 60)
  const { slotIds } = await visited.addSession()
  await who.appointments.book({ body: { slotId: slotIds[0]!, personId: who.personId } })
  const query = { latitude: 10, longitude: 100 }
  const { institutions } = await who.directory.institutions({ query })
  const mine = institutions.filter(i => [far, near, visited].some(c => c.institutionId === i.institutionId))
  expect(mine.map(i => i.institutionId)).toEqual([visited, near, far].map(c => c.institutionId))
  expect(mine.map(i => i.lastVisited)).toEqual([true, false, false])
  expect(mine[1]!.distance).toBeGreaterThan(1000)
  expect(mine[1]!.distance).toBeLessThan(1200)
  const without = await who.directory.institutions({})
  expect(without.institutions.every(i => i.distance === null)).toBe(true)
  expect((await who.directory.favourites({})).lastVisited.map(d => d.doctorId)).toEqual([visited.doctorId])
})

test('one institution with its departments, one doctor with where they sit', async () => {
  const clinic = await newClinic(server)
  const shown = await who.directory.institution({ params: { institutionId: clinic.institutionId } })
  expect(shown.institution).toMatchObject({ name: clinic.institution.name, directions: '镇政府对面', distance: null })
  expect(shown.departments).toMatchObject([{ name: '全科', treats: ['头疼', '血压高'] }])
  const doctor = await who.directory.doctor({ params: { doctorId: clinic.doctorId } })
  expect(doctor).toMatchObject({
    name: '李明',
    favourite: false,
    departments: [{ institutionName: clinic.institution.name }],
  })
  expect(await codeOf(who.directory.doctor({ params: { doctorId: 'doc-none' } }))).toBe('not_found')
  expect(await codeOf(who.directory.institution({ params: { institutionId: 'org-none' } }))).toBe('not_found')
})

test('favourites: kept once, up to the limit, and forgotten', async () => {
  const clinic = await newClinic(server)
  const [one, two, three] = [clinic.doctorId, await clinic.addDoctor(), await clinic.addDoctor()]
  const add = (doctorId: string) => who.directory.addFavourite({ params: { doctorId } })
  await add(one)
  await add(one)
  await add(two)
  expect(await codeOf(add(three))).toBe('favourite_limit')
  expect(await codeOf(add('doc-none'))).toBe('not_found')
  expect((await who.directory.favourites({})).favourites.map(d => d.doctorId).sort()).toEqual([one, two].sort())
  await who.directory.removeFavourite({ params: { doctorId: one } })
  expect((await who.directory.favourites({})).favourites.map(d => d.doctorId)).toEqual([two])
})

test('an older message never undoes a newer one; what left the county is not shown', async () => {
  const clinic = await newClinic(server)
  const told = (name: string, active: boolean, ms: number) =>
    transaction(server.db, tx =>
      applyDirectory(tx, {
        institutions: [{ ...clinic.institution, name, active, updatedAt: new Date(server.clock.now().getTime() + ms) }],
      }),
    )
  await told('新名字卫生院', true, 2000)
  await told('旧名字卫生院', true, 1000)
  const params = { institutionId: clinic.institutionId }
  expect((await who.directory.institution({ params })).institution.name).toBe('新名字卫生院')
  await told('新名字卫生院', false, 3000)
  expect(await codeOf(who.directory.institution({ params }))).toBe('not_found')
})
