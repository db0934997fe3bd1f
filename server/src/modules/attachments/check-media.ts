/**
 * Pictures and sound that are held: WeChat is asked, and tells its answer later. Without an answer within half an hour it
 * is asked again, as often as it takes; what waits long shows in the metrics. Nothing is let through unasked.
 */
import { LessThanOrEqual } from 'typeorm'
import type { AttachmentState } from 'shared/attachments/contract'
import type { Context } from '../../context'
import { type Tx, transaction } from '../../db/transaction'
import { contactsOf } from '../identity'
import { Attachment } from './attachment.entity'
import { ContentAsk } from './content-check.entity'
import { checkMinutes, makeLink } from './link'
import type { AttachmentOwners } from './owner'

/** Asked again after this when WeChat did not take the question. */
export const againMs = 60_000
const answerMs = checkMinutes * 60_000
const batch = 50

type Verdict = Exclude<AttachmentState, 'held'>

/** @returns what is to be done after the commit; undefined when it was answered before */
const settle = async (
  tx: Tx,
  owners: AttachmentOwners,
  attachmentId: string,
  state: Verdict,
  at: Date,
): Promise<(() => void) | void> => {
  const changed = await tx.update(Attachment, { attachmentId, state: 'held' }, { state, checkAt: null })
  await tx.delete(ContentAsk, { attachmentId })
  if (changed.affected !== 1) return
  const row = await tx.findOneByOrFail(Attachment, { attachmentId })
  if (row.ownerKind && row.ownerId && !row.deletedAt)
    return owners[row.ownerKind].onChecked(tx, { ownerId: row.ownerId, what: { attachmentId }, state, at })
}

const ask = async (context: Context, owners: AttachmentOwners, row: Attachment): Promise<void> => {
  const { db, clock, cipher, config, contentCheck } = context
  const { attachmentId, accountId, kind } = row
  const now = clock.now()
  if (!contentCheck) {
    // The county has given up the check: what was held goes out.
    const after = await transaction(db, tx => settle(tx, owners, attachmentId, 'ready', now))
    return after?.()
  }
  const openid = (await contactsOf(db, cipher, [accountId])).get(accountId)?.openid
  const until = new Date(now.getTime() + answerMs)
  const path = makeLink(context, { variant: 'full', attachmentId, sessionId: null, until })
  const asked = openid ? await contentCheck.media({ openid, kind, url: `${config.PUBLIC_URL}${path}` }) : 'unavailable'
  if (asked === 'unavailable') {
    const again = new Date(now.getTime() + againMs)
    await db.manager.update(Attachment, { attachmentId, state: 'held' }, { checkAt: again })
    return
  }
  await db.manager.insert(ContentAsk, { traceId: asked.traceId, attachmentId, askedAt: now })
}

/** Asks about what is due. A row is taken by moving its time on, so that several processes ask once. */
export const askAboutHeld = async (
  context: Context,
  owners: AttachmentOwners,
  stopping?: AbortSignal,
): Promise<void> => {
  const { db, clock } = context
  while (!stopping?.aborted) {
    const now = clock.now()
    const due = await db.manager.find(Attachment, {
      where: { state: 'held', checkAt: LessThanOrEqual(now) },
      order: { checkAt: 'ASC' },
      take: batch,
    })
    for (const row of due) {
      const mine = { attachmentId: row.attachmentId, state: 'held' as const, checkAt: LessThanOrEqual(now) }
      const taken = await db.manager.update(Attachment, mine, { checkAt: new Date(now.getTime() + answerMs) })
      if (taken.affected === 1) await ask(context, owners, row)
    }
    if (due.length < batch) return
  }
}

/** The answer may come before its question is written down: it is waited for, well within the 5 s that WeChat waits. */
const questionOf = async ({ db }: Context, traceId: string): Promise<ContentAsk | null> => {
  for (let tries = 0; tries < 5; tries++) {
    const asked = await db.manager.findOneBy(ContentAsk, { traceId })
    if (asked) return asked
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  return null
}

/**
 * WeChat's answer. `failed`: it could not look at it, so it is asked again soon. An answer to no question, or to one that
 * was answered before, changes nothing.
 */
export const hearAnswer = async (
  context: Context,
  owners: AttachmentOwners,
  traceId: string,
  verdict: Verdict | 'failed',
): Promise<void> => {
  const { db, clock } = context
  const asked = await questionOf(context, traceId)
  if (!asked) return
  const { attachmentId } = asked
  const now = clock.now()
  if (verdict === 'failed') {
    const again = { checkAt: new Date(now.getTime() + againMs) }
    await db.manager.update(Attachment, { attachmentId, state: 'held' }, again)
    return
  }
  const after = await transaction(db, tx => settle(tx, owners, attachmentId, verdict, now))
  after?.()
}
