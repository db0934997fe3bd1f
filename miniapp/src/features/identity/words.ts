import type { z } from 'zod/mini'
import { relations, type ActsFor, type Relation, type Scope } from 'shared/identity/schemas'
import type { Choice } from '../../ui/choice-chips'
import { dateWords } from '../../ui/words'
import { relationWords } from '../whom/use-whom'

type Scope = z.infer<typeof Scope>
type Relation = z.infer<typeof Relation>
type Link = Pick<z.infer<typeof ActsFor>, 'scope' | 'endsOn'>

/** What somebody may do for another, as the person who allows it understands it. */
export const scopeWords: Record<Scope, { words: string; note: string }> = {
  appointments: { words: '预约挂号', note: '预约、改时间、取消' },
  card: { words: '健康卡', note: '开通、出示、挂失' },
  records: { words: '看记录', note: '看病和用卡的记录、谁看过信息' },
}

/** `预约挂号、健康卡` */
export const scopesWords = (scopes: Link['scope']): string =>
  (Object.keys(scopeWords) as Scope[])
    .filter(scope => scopes.includes(scope))
    .map(scope => scopeWords[scope].words)
    .join('、')

export const untilWords = ({ endsOn }: Pick<Link, 'endsOn'>): string =>
  endsOn ? `到 ${dateWords(endsOn)}` : '一直有效'

/** Who the other is to me, as answers to choose from. */
export const relationChoices: readonly Choice<Relation>[] = relations.map(value => ({
  value,
  words: value === 'other' ? '其他家人' : relationWords[value],
}))
