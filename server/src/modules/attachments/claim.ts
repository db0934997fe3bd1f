import { type Problem, problem } from 'shared/kernel/errors'
import { In, IsNull } from 'typeorm'
import type { Tx } from '../../db/transaction'
import { Attachment, type OwnerKind } from './attachment.entity'

export interface Claim {
  accountId: string
  attachmentIds: readonly string[]
  ownerKind: OwnerKind
  ownerId: string
}

/**
 * Binds what this account uploaded, ready or held, to one owner, once. Conditional: two claims at once have one winner,
 * and what is deleted meanwhile is not claimed.
 * @returns the rows in the order given; `attachment_unknown` when one is another's, used, deleted or missing
 */
export const claimAttachments = async (
  tx: Tx,
  { accountId, attachmentIds, ownerKind, ownerId }: Claim,
): Promise<Attachment[] | Problem<'attachment_unknown' | 'attachment_refused'>> => {
  if (!attachmentIds.length) return []
  const ids = [...new Set(attachmentIds)].sort()
  const free = { attachmentId: In(ids), accountId, ownerId: IsNull(), deletedAt: IsNull() }
  const bound = await tx.update(Attachment, { ...free, state: In(['ready', 'held']) }, { ownerKind, ownerId })
  if (bound.affected !== ids.length) {
    const refused = await tx.existsBy(Attachment, { ...free, state: 'refused' })
    return problem(refused ? 'attachment_refused' : 'attachment_unknown')
  }
  const rows = new Map((await tx.findBy(Attachment, { attachmentId: In(ids) })).map(r => [r.attachmentId, r]))
  return attachmentIds.map(id => rows.get(id)!)
}
