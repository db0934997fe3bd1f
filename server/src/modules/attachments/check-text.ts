/** Words: WeChat answers at once, or they are held and asked about again. */
import type { AttachmentState } from 'shared/attachments/contract'
import { LessThanOrEqual } from 'typeorm'
import type { Context } from '../../context'
import { type Tx, transaction } from '../../db/transaction'
import { contactsOf } from '../identity'
import { againMs } from './check-media'
import { HeldText } from './content-check.entity'
import type { AttachmentOwners } from './owner'

export interface Words {
  /** Who wrote them. */
  accountId: string
  text: string
}

/** Asks WeChat, so never inside a transaction. `held`: no answer now, see `holdText`. */
export const checkText = async (context: Context, { accountId, text }: Words): Promise<AttachmentState> => {
  const { contentCheck, db, cipher } = context
  if (!contentCheck) return 'ready'
  const openid = (await contactsOf(db, cipher, [accountId])).get(accountId)?.openid
  const found = openid ? await contentCheck.text(openid, text) : 'unavailable'
  return found === 'unavailable' ? 'held' : found
}

/** Remembers words that were held; their owner hears the answer by `onChecked`. `textId`: the owner's own id of them. */
export const holdText = async (
  tx: Tx,
  { cipher, clock }: Context,
  { text, ...held }: Words & Pick<HeldText, 'textId' | 'ownerKind' | 'ownerId'>,
): Promise<void> => {
  const checkAt = new Date(clock.now().getTime() + againMs)
  await tx.insert(HeldText, { ...held, words: cipher.seal(text, 'statement'), checkAt })
}

const askAgain = async (context: Context, owners: AttachmentOwners, held: HeldText): Promise<void> => {
  const { db, cipher, clock } = context
  const { textId, accountId, ownerKind, ownerId } = held
  const state = await checkText(context, { accountId, text: cipher.open(held.words, 'statement') })
  if (state === 'held') return
  const after = await transaction(db, async tx => {
    const { affected } = await tx.delete(HeldText, { textId })
    if (affected !== 1) return
    return owners[ownerKind].onChecked(tx, { ownerId, what: { textId }, state, at: clock.now() })
  })
  after?.()
}

/** A row is taken by moving its time on, so that several processes ask once. */
export const askAboutHeldTexts = async (
  context: Context,
  owners: AttachmentOwners,
  stopping?: AbortSignal,
): Promise<void> => {
  const { db, clock } = context
  const now = clock.now()
  const due = { checkAt: LessThanOrEqual(now) }
  for (const held of await db.manager.find(HeldText, { where: due, order: { checkAt: 'ASC' }, take: 200 })) {
    if (stopping?.aborted) return
    const next = { checkAt: new Date(now.getTime() + againMs) }
    const { affected } = await db.manager.update(HeldText, { textId: held.textId, ...due }, next)
    if (affected === 1) await askAgain(context, owners, held)
  }
}
