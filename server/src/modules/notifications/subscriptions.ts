/** WeChat's consents: what a person answered to its prompt, and what is left of it. */
import { type AskMoment, messageKinds } from 'shared/notifications/contract'
import { runSql } from '../../db/pool-query'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import { asked } from './kinds'
import { MessageSetting } from './message-setting.entity'
import { MessageSubscription } from './message-subscription.entity'
import type { Outlets, Template } from './outlets'

/** WeChat takes no more in one prompt, and not both modes together. */
const perPrompt = 3

/** Nothing is left of what the person allowed, if anything. */
export const isUsedUp = ({ mode }: Template, known: MessageSubscription | undefined): boolean =>
  !known || (mode === 'long_term' ? !known.accepted : known.remaining < 1)

/**
 * At most 3 templates to ask for now: of kinds that are wanted, with nothing left, not refused. Whoever once refused is
 * asked again only on the settings page (settings.ts), by their own tap.
 */
export const templatesToAsk = async (
  db: Db,
  outlets: Outlets,
  accountId: string,
  moment: AskMoment,
): Promise<string[]> => {
  const [chosen, subscriptions] = await Promise.all([
    managerOf(db).findBy(MessageSetting, { accountId }),
    managerOf(db).findBy(MessageSubscription, { accountId }),
  ])
  const isNeeded = (template: Template): boolean => {
    const known = subscriptions.find(s => s.templateId === template.templateId)
    return !known?.refusedAt && isUsedUp(template, known)
  }
  const needed = asked[moment]
    .filter(k => chosen.find(c => c.kind === k)?.wechat ?? true)
    .flatMap(k => outlets.template(k) ?? [])
    .filter(isNeeded)
  const ids = needed.filter(t => t.mode === needed[0]!.mode).map(t => t.templateId)
  return [...new Set(ids)].slice(0, perPrompt)
}

export interface Answer {
  templateId: string
  answer: 'accept' | 'reject' | 'ban' | 'filter'
}

const note = (tx: Tx, accountId: string, { templateId, answer }: Answer, mode: Template['mode'], now: Date) => {
  const accepted = answer === 'accept'
  const more = accepted && mode === 'one_time' ? 1 : 0
  return runSql(
    tx,
    `INSERT INTO message_subscription (account_id, template_id, accepted, remaining, refused_at, changed_at)
     VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE accepted = VALUES(accepted),
       remaining = remaining + VALUES(remaining), refused_at = VALUES(refused_at), changed_at = VALUES(changed_at)`,
    [accountId, templateId, accepted, more, accepted ? null : now, now],
  )
}

/** `ban` and `filter` are WeChat's own doing, not the person's answer: nothing is noted. Unknown templates are passed over. */
export const noteAnswers = async (
  tx: Tx,
  outlets: Outlets,
  accountId: string,
  answers: readonly Answer[],
  now: Date,
): Promise<void> => {
  const templates = messageKinds.flatMap(kind => outlets.template(kind) ?? [])
  for (const one of answers) {
    const template = templates.find(t => t.templateId === one.templateId)
    if (template && (one.answer === 'accept' || one.answer === 'reject'))
      await note(tx, accountId, one, template.mode, now)
  }
}

/** Takes one of what is left, before it is sent. @returns false: WeChat would refuse, so it is not asked. */
export const takeQuota = async (tx: Tx, accountId: string, { templateId, mode }: Template): Promise<boolean> => {
  const which = { accountId, templateId, accepted: true }
  if (mode === 'long_term') return tx.existsBy(MessageSubscription, which)
  // `accepted` says how the last prompt ended; what was accepted before is still good.
  const taken = await tx
    .createQueryBuilder()
    .update(MessageSubscription)
    .set({ remaining: () => 'remaining - 1' })
    .where('account_id = :accountId AND template_id = :templateId AND remaining > 0', { accountId, templateId })
    .execute()
  return taken.affected === 1
}

/** It was not used after all. */
export const giveQuotaBack = async (tx: Tx, accountId: string, { templateId, mode }: Template): Promise<void> => {
  if (mode === 'one_time') await tx.increment(MessageSubscription, { accountId, templateId }, 'remaining', 1)
}

/** WeChat said so (43101): used up, or taken back in WeChat's own settings. */
export const forgetQuota = async (tx: Tx, accountId: string, { templateId }: Template, now: Date): Promise<void> => {
  await tx.update(MessageSubscription, { accountId, templateId }, { accepted: false, remaining: 0, changedAt: now })
}
