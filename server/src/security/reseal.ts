/** Key rotation: what an older key sealed is opened and sealed with the current one, row by row, while people work. */
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm'
import type { Field, FieldCipher } from './field-cipher'

const batch = 200

/**
 * `columns`: property → field, of an entity whose primary key is the property `id`. A row that somebody changes at the
 * same moment keeps their change: the old text is part of the condition.
 */
export const resealRows = async <E extends ObjectLiteral>(
  db: DataSource,
  cipher: FieldCipher,
  entity: EntityTarget<E>,
  id: string,
  columns: Record<string, Field>,
): Promise<void> => {
  const nameOf = (property: string) => db.getMetadata(entity).findColumnWithPropertyName(property)!.databaseName
  for (let after = ''; ;) {
    const rows = await db
      .createQueryBuilder(entity, 'r')
      .where(`r.${nameOf(id)} > :after`, { after })
      .orderBy(`r.${id}`)
      .take(batch)
      .getMany()
    for (const row of rows)
      for (const [property, field] of Object.entries(columns)) {
        const old = row[property] as string | null
        if (!old || !cipher.isOld(old)) continue
        await db
          .createQueryBuilder()
          .update(entity)
          .set({ [property]: cipher.seal(cipher.open(old, field), field) } as never)
          .where(`${nameOf(id)} = :id AND ${nameOf(property)} = :old`, { id: row[id] as string, old })
          .execute()
      }
    if (rows.length < batch) return
    after = rows.at(-1)![id] as string
  }
}
