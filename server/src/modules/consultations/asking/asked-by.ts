/** Who writes for the person, as the doctor reads it: 本人, 女儿 王*. Of the writer never more than that. */
import type { Context } from '../../../context'
import { maskName } from '../../../security/mask'
import type { ActorAndPerson, Person } from '../../identity'

type Relation = NonNullable<ActorAndPerson['relation']>
/** What somebody is to the person: for a woman, for a man, for whoever else. */
const words: Record<Relation, readonly [female: string, male: string, other: string]> = {
  father: ['母亲', '父亲', '家长'],
  mother: ['母亲', '父亲', '家长'],
  spouse: ['妻子', '丈夫', '配偶'],
  child: ['女儿', '儿子', '子女'],
  sibling: ['姐妹', '兄弟', '兄弟姐妹'],
  grandparent: ['祖母', '祖父', '祖辈'],
  grandchild: ['孙女', '孙子', '孙辈'],
  other: ['家人', '家人', '家人'],
}
/** A member link says what the person is to the account; a proxy what the account is to the person. */
const inverse: Record<Relation, Relation> = {
  father: 'child',
  mother: 'child',
  child: 'father',
  spouse: 'spouse',
  sibling: 'sibling',
  grandparent: 'grandchild',
  grandchild: 'grandparent',
  other: 'other',
}

/** Pure: `writer` null for somebody who is not registered. */
export const writerWords = (
  { basis, relation }: Pick<ActorAndPerson, 'basis' | 'relation'>,
  writer: { sex: Person['sex']; maskedName: string } | null,
): string => {
  if (basis === 'self') return '本人'
  const is = relation && (basis === 'member' ? inverse[relation] : relation)
  const [female, male, other] = words[is ?? 'other']
  const word = writer?.sex === 'female' ? female : writer?.sex === 'male' ? male : other
  return writer ? `${word} ${writer.maskedName}` : word
}

export const writerOf = ({ cipher }: Pick<Context, 'cipher'>, ground: ActorAndPerson): string => {
  const { basis, selfName, selfSex: sex } = ground
  if (basis === 'self' || selfName === null || sex === null) return writerWords(ground, null)
  return writerWords(ground, { sex, maskedName: maskName(cipher.open(selfName, 'name')) })
}
