/** No-show blocks as the desk sees and ends them: every block has a way out. */
import { type Problem, problem } from 'shared/kernel/errors'
import { type DataSource, In, IsNull, MoreThanOrEqual, Not } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { maskName } from '../../../security/mask'
import { recordAccess, recordAccesses } from '../../audit'
import { findPeopleByIds, openName } from '../../identity'
import type { Desk } from './desk'
import { NoShowBlock } from '../no-show-block.entity'

interface ShownBlock {
  blockId: string
  personName: string
  endsOn: string
  noShows: number
  /** What the resident wrote, while it waits for an answer. */
  appeal: string | null
}

/** Open appeals first, then by end. Audited. */
export const blocksAtDesk = async (db: DataSource, desk: Desk, now: Date): Promise<ShownBlock[]> => {
  const blocks = await db.getRepository(NoShowBlock).find({
    where: {
      institutionId: In(desk.institutionIds),
      liveKey: Not(IsNull()),
      endsOn: MoreThanOrEqual(dayOf(now, desk.zone)),
    },
    order: { endsOn: 'ASC', blockId: 'ASC' },
  })
  const people = await findPeopleByIds(
    db,
    blocks.map(b => b.personId),
  )
  await recordAccesses(
    db,
    blocks.map(b => ({ ...rowOf(desk, b, 'desk.blocks', now) })),
    { onceEvery: 'hour' },
  )
  const shown = blocks.map(b => ({
    blockId: b.blockId,
    personName: maskName(openName(desk.cipher, people.get(b.personId)!)),
    endsOn: b.endsOn,
    noShows: b.noShows,
    appeal: b.appealState === 'open' ? desk.cipher.open(b.appealStatement!, 'statement') : null,
  }))
  return [...shown.filter(b => b.appeal !== null), ...shown.filter(b => b.appeal === null)]
}

const rowOf = (desk: Desk, b: NoShowBlock, action: string, now: Date) => ({
  at: now,
  action,
  accountId: desk.accountId,
  role: 'staff',
  institutionId: b.institutionId,
  personId: b.personId,
  purpose: null,
  requestId: desk.requestId,
})

/**
 * Lifts a block, with or without an appeal, or upholds it against an open appeal. The answer is what the resident
 * reads. `already_decided` when it was lifted before, or when there is no open appeal to uphold it against.
 */
export const decideBlock = async (
  tx: Tx,
  desk: Desk,
  { blockId, lift, reason }: { blockId: string; lift: boolean; reason: string },
  now: Date,
): Promise<{ lifted: boolean } | Problem<'not_found' | 'already_decided'>> => {
  const block = await tx.findOneBy(NoShowBlock, { blockId, institutionId: In(desk.institutionIds) })
  if (!block) return problem('not_found')
  const answer = { answer: desk.cipher.seal(reason, 'statement'), answeredAt: now }
  const appealed = block.appealState === 'open'
  const decided = lift
    ? await tx.update(
        NoShowBlock,
        { blockId, liveKey: Not(IsNull()) },
        {
          ...answer,
          liveKey: null,
          liftedAt: now,
          liftedBy: desk.accountId,
          ...(appealed && { appealState: 'lifted' }),
        },
      )
    : await tx.update(
        NoShowBlock,
        { blockId, liveKey: Not(IsNull()), appealState: 'open' },
        { ...answer, appealState: 'upheld' },
      )
  if (decided.affected !== 1) return problem('already_decided')
  await recordAccess(tx, rowOf(desk, block, lift ? 'desk.lift-block' : 'desk.uphold-block', now))
  return { lifted: lift }
}
