/** What a feature that uses attachments does for them (server/src/neighbours.ts). */
import type { AttachmentState } from 'shared/attachments/contract'
import type { Tx } from '../../db/transaction'
import type { Session } from '../identity'
import type { OwnerKind } from './attachment.entity'

export interface Checked {
  ownerId: string
  /** A picture or sound by its `attachmentId`, words by the id that they were held under. */
  what: { attachmentId: string } | { textId: string }
  state: Exclude<AttachmentState, 'held'>
  at: Date
}

export interface AttachmentOwner {
  /** Whether this session may see what belongs to this owner, at this moment. */
  mayOpen(session: Session, ownerId: string): Promise<boolean>
  /** Links were asked for by somebody who may: the look is written down as every other at what belongs to this owner. */
  noteLook(session: Session, ownerId: string, requestId: string): Promise<void>
  /**
   * What was held got its answer. Called in the transaction that keeps it, once; it may run again after a deadlock.
   * @returns what is to be done after the commit, if anything
   */
  onChecked(tx: Tx, checked: Checked): Promise<(() => void) | void>
}
export type AttachmentOwners = Record<OwnerKind, AttachmentOwner>
