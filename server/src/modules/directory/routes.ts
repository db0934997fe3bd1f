import { directoryContract } from 'shared/directory/contract'
import { problem } from 'shared/kernel/errors'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { type Call, type Routes, routes } from '../../http/call'
import { peopleOf } from '../identity'
import { Department } from './department.entity'
import type { Position } from './distance'
import { addFavourite, favouriteDoctors, removeFavourite } from './favourites'
import { findDoctor, findInstitution } from './find'
import { lastVisits } from './last-visited'
import { listInstitutions } from './list-institutions'
import { search } from './search'
import { showDepartment, showDepartments, showDoctors, showInstitution } from './show'

const positionIn = (query: { latitude?: number; longitude?: number }): Position | null =>
  query.latitude === undefined || query.longitude === undefined
    ? null
    : { latitude: query.latitude, longitude: query.longitude }

export const directoryRoutes = (context: Context): Routes => {
  const { db, clock, config } = context
  const visitsOf = async ({ session }: Call, limit: number) =>
    lastVisits(db, await peopleOf(db, session, 'appointments', dayOf(clock.now(), config.TIME_ZONE)), limit)

  return routes(directoryContract, {
    institutions: async ({ query }, call) => ({
      institutions: await listInstitutions(db, positionIn(query), await visitsOf(call, 5)),
    }),
    institution: async ({ params, query }) => {
      const institution = await findInstitution(db, params.institutionId)
      if (!institution?.active) return problem('not_found')
      const departments = await db.manager.find(Department, {
        where: { institutionId: institution.institutionId, active: true },
        order: { departmentId: 'ASC' },
      })
      return {
        institution: showInstitution(institution, positionIn(query)),
        departments: departments.map(d => showDepartment(d, institution.name)),
      }
    },
    doctor: async ({ params }, { session }) => {
      const doctor = await findDoctor(db, params.doctorId)
      if (!doctor?.active) return problem('not_found')
      return (await showDoctors(db, session.accountId, [doctor]))[0]!
    },
    search: async ({ query }, { session }) => {
      const found = await search(db, query.words)
      return {
        institutions: found.institutions.map(i => showInstitution(i, null)),
        departments: await showDepartments(db, found.departments),
        doctors: await showDoctors(db, session.accountId, found.doctors),
      }
    },
    favourites: async (_, call) => {
      const { favourites, lastVisited } = await favouriteDoctors(db, call.session.accountId, await visitsOf(call, 10))
      return {
        favourites: await showDoctors(db, call.session.accountId, favourites),
        lastVisited: await showDoctors(db, call.session.accountId, lastVisited),
      }
    },
    addFavourite: ({ params }, call) =>
      call.write(tx => addFavourite(tx, call.session.accountId, params.doctorId, config.FAVOURITE_LIMIT, clock.now())),
    removeFavourite: ({ params }, call) =>
      call.write(tx => removeFavourite(tx, call.session.accountId, params.doctorId)),
  })
}
