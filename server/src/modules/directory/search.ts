/** Finds institutions, departments and doctors by Chinese words, pinyin, its initials, or what hurts. */
import type { DataSource, ObjectLiteral, EntityTarget } from 'typeorm'
import { Department } from './department.entity'
import { Doctor } from './doctor.entity'
import { Institution } from './institution.entity'

const limit = 20
const escaped = (word: string): string => word.replace(/[\\%_]/g, c => `\\${c}`)

const matching = <E extends ObjectLiteral>(db: DataSource, entity: EntityTarget<E>, words: string[]): Promise<E[]> => {
  const query = db.createQueryBuilder(entity, 'x').where('x.active = TRUE')
  words.forEach((word, n) => query.andWhere(`x.search_text LIKE :w${n}`, { [`w${n}`]: `%${escaped(word)}%` }))
  return query.orderBy('x.name').limit(limit).getMany()
}

/** 「头疼得厉害」 names an illness word inside a longer complaint. */
const complaining = async (db: DataSource, text: string): Promise<Department[]> =>
  (await db.manager.findBy(Department, { active: true })).filter(d =>
    d.treats.some(word => word.length > 1 && text.includes(word)),
  )

export const search = async (db: DataSource, text: string) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 5)
  const [institutions, named, complained, doctors] = await Promise.all([
    matching(db, Institution, words),
    matching(db, Department, words),
    complaining(db, text),
    matching(db, Doctor, words),
  ])
  const departments = [...new Map([...named, ...complained].map(d => [d.departmentId, d])).values()].slice(0, limit)
  return { institutions, departments, doctors }
}
