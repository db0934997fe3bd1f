/** Whose phones hear of a consultation: the two sides as they are now, found in one question. */
import type { DataSource } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Recipient } from '../../../live'
import { recipientsFor } from '../../identity'
import type { Consultation } from '../consultation.entity'

/** What is read for the events of one moment (a message, its receipts) outlives a revocation by no more than this. */
const knownMs = 1_000
const knownAtMost = 5_000

interface Known {
  until: number
  accounts: Promise<string[]>
}
const known = new WeakMap<DataSource, Map<string, Known>>()

/** Accounts that may see the person's records; a doctor's proxy does not count (sides.ts). */
const readAccounts = async ({ db, clock, config }: Context, personId: string): Promise<string[]> =>
  (await recipientsFor(db, personId, 'records', dayOf(clock.now(), config.TIME_ZONE)))
    .filter(r => !r.asDoctor)
    .map(r => r.accountId)

const accountsFor = (context: Context, personId: string): Promise<string[]> => {
  const people = known.get(context.db) ?? new Map<string, Known>()
  known.set(context.db, people)
  const now = performance.now()
  const found = people.get(personId)
  if (found && now < found.until) return found.accounts
  if (people.size >= knownAtMost) people.clear()
  const accounts = readAccounts(context, personId)
  people.set(personId, { until: now + knownMs, accounts })
  accounts.catch(() => people.delete(personId))
  return accounts
}

export type Told = Pick<Consultation, 'consultationId' | 'personId' | 'doctorId' | 'institutionId' | 'queuedAt'>

/** The doctor knows nothing of it before it is paid. */
export const doctorOf = ({ doctorId, institutionId, queuedAt }: Told): Recipient[] =>
  queuedAt ? [{ practitionerId: doctorId, institutionId, as: 'doctor' }] : []

export const residentsOf = async (context: Context, { personId }: Told): Promise<Recipient[]> =>
  (await accountsFor(context, personId)).map(accountId => ({ accountId, as: 'resident' as const }))

export const bothSidesOf = async (context: Context, told: Told): Promise<Recipient[]> => [
  ...(await residentsOf(context, told)),
  ...doctorOf(told),
]
