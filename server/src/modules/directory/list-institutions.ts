import type { DataSource } from 'typeorm'
import type { Position } from './distance'
import { Institution, type InstitutionKind } from './institution.entity'
import { showInstitution } from './show'
import type { Visit } from './last-visited'

const rank: Record<InstitutionKind, number> = { hospital: 0, tcm_hospital: 1, township: 2, village: 3 }

/** All that work, last visited first, then near ones if a position was given, then by rank. */
export const listInstitutions = async (db: DataSource, near: Position | null, visits: Visit[]) => {
  const visited = [...new Set(visits.map(v => v.institutionId))]
  const place = (id: string) => (visited.includes(id) ? visited.indexOf(id) : visited.length)
  const far = (distance: number | null) => distance ?? Number.MAX_SAFE_INTEGER
  const all = await db.manager.findBy(Institution, { active: true })
  return all
    .map(i => ({ ...showInstitution(i, near), lastVisited: visited.includes(i.institutionId) }))
    .sort(
      (a, b) =>
        place(a.institutionId) - place(b.institutionId) ||
        far(a.distance) - far(b.distance) ||
        rank[a.kind] - rank[b.kind] ||
        a.name.localeCompare(b.name, 'zh'),
    )
}
