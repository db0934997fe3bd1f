/** The first administrator is invited at the terminal, since nobody is there yet to invite them. */
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import { type OneTimeCode, createInvitation } from './invite'

/** @returns the one-time code, to be shown once */
export const createFirstInvitation = (
  context: Pick<Context, 'db' | 'cipher' | 'config' | 'clock'>,
  position: { institutionId: string; displayName: string },
): Promise<OneTimeCode> =>
  transaction(context.db, tx =>
    createInvitation(tx, context, { ...position, role: 'administrator', practitionerId: null, createdBy: null }),
  )
