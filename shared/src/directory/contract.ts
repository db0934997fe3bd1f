/** Institutions, departments and doctors, as the county platform tells them. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, PlatformId, words } from '../kernel/schemas'

export const Institution = z.object({
  institutionId: PlatformId,
  name: z.string(),
  kind: z.enum(['hospital', 'tcm_hospital', 'township', 'village']),
  address: z.string(),
  phone: z.nullable(z.string()),
  /** How to get there, in words. */
  directions: z.nullable(z.string()),
  position: z.nullable(z.object({ latitude: z.number(), longitude: z.number() })),
  /** Metres as the crow flies, only when the person gave a position. */
  distance: z.nullable(Count),
})
export const Department = z.object({
  departmentId: PlatformId,
  institutionId: PlatformId,
  institutionName: z.string(),
  name: z.string(),
  /** Words a villager uses for what it treats (头疼, 血压高). */
  treats: z.array(z.string()),
  /** Building, floor, room. */
  place: z.nullable(z.string()),
})
export const Doctor = z.object({
  doctorId: PlatformId,
  name: z.string(),
  title: z.nullable(z.string()),
  /** `expert` numbers have their own cancel deadline. */
  grade: z.enum(['ordinary', 'expert']),
  goodAt: z.nullable(z.string()),
  photoUrl: z.nullable(z.string()),
  /** Where the doctor sits: a county doctor may also sit at townships. */
  departments: z.array(Department),
  favourite: z.boolean(),
})

const resident = ['resident'] as const
/** A position the person chose to give; rounded by the phone, never stored. */
const near = {
  latitude: z.optional(z.coerce.number().check(z.gte(-90), z.lte(90))),
  longitude: z.optional(z.coerce.number().check(z.gte(-180), z.lte(180))),
}
const doctor = z.object({ doctorId: PlatformId })

export const directoryContract = {
  institutions: endpoint({
    method: 'GET',
    path: '/institutions',
    summary: 'Institutions: last visited first, then near, then by rank',
    access: resident,
    query: z.object(near),
    reply: z.object({ institutions: z.array(z.extend(Institution, { lastVisited: z.boolean() })) }),
  }),
  institution: endpoint({
    method: 'GET',
    path: '/institutions/:institutionId',
    summary: 'One institution with its departments',
    access: resident,
    params: z.object({ institutionId: PlatformId }),
    query: z.object(near),
    reply: z.object({ institution: Institution, departments: z.array(Department) }),
    errors: ['not_found'],
  }),
  doctor: endpoint({
    method: 'GET',
    path: '/doctors/:doctorId',
    summary: 'One doctor',
    access: resident,
    params: doctor,
    reply: Doctor,
    errors: ['not_found'],
  }),
  search: endpoint({
    method: 'GET',
    path: '/directory/search',
    summary: 'Search by Chinese name, pinyin initials, department or illness word',
    access: resident,
    query: z.object({ words: words(1, 40) }),
    reply: z.object({ institutions: z.array(Institution), departments: z.array(Department), doctors: z.array(Doctor) }),
  }),
  favourites: endpoint({
    method: 'GET',
    path: '/favourites',
    summary: 'Favourite doctors and those visited last',
    access: resident,
    reply: z.object({ favourites: z.array(Doctor), lastVisited: z.array(Doctor) }),
  }),
  addFavourite: endpoint({
    method: 'PUT',
    path: '/favourites/:doctorId',
    summary: 'Remember a doctor',
    access: resident,
    params: doctor,
    errors: ['not_found', 'favourite_limit'],
  }),
  removeFavourite: endpoint({
    method: 'DELETE',
    path: '/favourites/:doctorId',
    summary: 'Forget a doctor',
    access: resident,
    params: doctor,
  }),
} as const
