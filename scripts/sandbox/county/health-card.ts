import { randomBytes } from 'node:crypto'
import { type CardOutcome } from 'shared/kernel/fhir-systems'
import { readCode, writeCode } from './card-code'
import { FhirError } from './outcome'
import { type Store } from './store'

/** The card of one person. Media (codes, generations) come and go; the card number stays for life. */
export interface Card {
  patientId: string
  serial: number
  number: string
  generation: number
  frozen: boolean
  openedAt: string
  /** Sequence of the newest code, and of the newest one that was verified. */
  issued: number
  used: number
}

export interface Verification {
  outcome: CardOutcome
  patientId?: string
  why?: string
}

export type CardAuthority = ReturnType<typeof createCardAuthority>

/** The card authority's books, kept in the store beside the resources. */
export function createCardAuthority(store: Store, options: { now: () => number; codeSeconds: number }) {
  let { codeSeconds } = options
  const secret = rememberedSecret(store)

  const cardOf = (patientId: string): Card => {
    const card = store.fact<Card>(`card:${patientId}`)
    if (!card) throw new FhirError(404, 'not-found', `Patient/${patientId} has no health card`)
    return card
  }
  const save = (card: Card): Card => {
    store.atomically(() => store.setFact(`card:${card.patientId}`, card))
    return card
  }

  return {
    /** Opens the card; one that is open stays as it is. */
    open(patientId: string): Card {
      const existing = store.fact<Card>(`card:${patientId}`)
      if (existing) return existing
      return store.atomically(() => {
        const serial = (store.fact<number>('card-serial') ?? 0) + 1
        store.setFact('card-serial', serial)
        store.setFact(`card-owner:${serial}`, patientId)
        const number = `990000${String(serial).padStart(12, '0')}`
        const openedAt = new Date(options.now()).toISOString()
        return save({ patientId, serial, number, generation: 1, frozen: false, openedAt, issued: 0, used: 0 })
      })
    },
    /** A new dynamic code; the ones before it end. @throws FhirError 409 while frozen */
    issueCode(patientId: string): { code: string; expiresAt: number } {
      const card = cardOf(patientId)
      if (card.frozen) throw new FhirError(409, 'business-rule', 'The card is frozen')
      const { issued: sequence } = save({ ...card, issued: card.issued + 1 })
      const expiresAt = options.now() + codeSeconds * 1000
      return { code: writeCode(secret, { ...card, sequence, expiresAt }), expiresAt }
    },
    setFrozen: (patientId: string, frozen: boolean): Card => save({ ...cardOf(patientId), frozen }),
    /** A new medium: every code of the old one is void from here on; a frozen card is usable again. */
    reissue(patientId: string): Card {
      const card = cardOf(patientId)
      return save({ ...card, generation: card.generation + 1, frozen: false })
    },
    /** Judges a code and, when valid, uses it up: one verification per code. */
    verify(code: string): Verification {
      const content = readCode(secret, code)
      const patientId = content && store.fact<string>(`card-owner:${content.serial}`)
      if (!content || !patientId) return { outcome: 'forged', why: 'not a code of this authority' }
      const card = cardOf(patientId)
      if (content.generation !== card.generation) return { outcome: 'void', patientId, why: 're-issued since' }
      if (card.frozen) return { outcome: 'void', patientId, why: 'frozen' }
      if (content.sequence === card.used) return { outcome: 'used', patientId, why: 'verified before' }
      if (content.sequence !== card.issued) return { outcome: 'expired', patientId, why: 'a newer code was issued' }
      if (options.now() >= content.expiresAt) return { outcome: 'expired', patientId, why: 'its time is over' }
      save({ ...card, used: content.sequence })
      return { outcome: 'valid', patientId }
    },
    setCodeSeconds: (seconds: number): void => void (codeSeconds = seconds),
  }
}

function rememberedSecret(store: Store): Buffer {
  const known = store.fact<string>('card-secret')
  if (known) return Buffer.from(known, 'hex')
  const secret = randomBytes(48)
  store.atomically(() => store.setFact('card-secret', secret.toString('hex')))
  return secret
}
