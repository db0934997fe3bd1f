import type { z } from 'zod/mini'
import type { ConsentKind } from 'shared/identity/schemas'
import type { Account } from '../../../features/me/use-me'

type Kind = z.infer<typeof ConsentKind>

/** The agreement to the version of today, if there is one. */
export const consentInForce = ({ consents, consentVersions }: Account, kind: Kind) =>
  consents.find(c => c.kind === kind && c.version === consentVersions[kind] && c.withdrawnAt === null)
