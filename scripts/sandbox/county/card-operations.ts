import { cardOperations } from 'shared/kernel/fhir-systems'
import { type Card, type CardAuthority } from './health-card'
import { read } from './interactions'
import { badRequest, FhirError } from './outcome'
import { type Resource } from './resource'
import { type Store } from './store'

interface Parameter {
  name: string
  valueString?: string
  valueCode?: string
  valueInteger?: number
  valueBoolean?: boolean
  valueInstant?: string
  valueReference?: { reference: string }
}

/**
 * The operations of the card authority (README.md names their parameters).
 * @param patientId of the address; for the verification the operation's own name stands there
 */
export function runCardOperation(
  store: Store,
  cards: CardAuthority,
  operation: string,
  patientId: string,
  body: unknown,
): Resource {
  if (operation === cardOperations.verify) return verify(store, cards, body)
  read(store, 'Patient', patientId)
  switch (operation) {
    case cardOperations.open:
      return stateOf(cards.open(patientId))
    case cardOperations.freeze:
      return stateOf(cards.setFrozen(patientId, true))
    case cardOperations.unfreeze:
      return stateOf(cards.setFrozen(patientId, false))
    case cardOperations.reissue:
      return stateOf(cards.reissue(patientId))
    case cardOperations.code: {
      const { code, expiresAt } = cards.issueCode(patientId)
      return parameters([
        { name: 'code', valueString: code },
        { name: 'expires', valueInstant: new Date(expiresAt).toISOString() },
      ])
    }
    default:
      throw new FhirError(404, 'not-found', `No operation ${operation}`)
  }
}

function verify(store: Store, cards: CardAuthority, body: unknown): Resource {
  const given = (body as { parameter?: Parameter[] } | null)?.parameter ?? []
  const code = textOf(given, 'code')
  const institution = textOf(given, 'institution')
  textOf(given, 'step')
  read(store, 'Organization', institution.replace(/^Organization\//, ''))
  const { outcome, patientId, why } = cards.verify(code)
  return parameters([
    { name: 'outcome', valueCode: outcome },
    ...(patientId ? [{ name: 'patient', valueReference: { reference: `Patient/${patientId}` } }] : []),
    ...(why ? [{ name: 'reason', valueString: why }] : []),
  ])
}

function textOf(given: Parameter[], name: string): string {
  const found = given.find(parameter => parameter.name === name)
  const text = found?.valueString ?? found?.valueCode ?? found?.valueReference?.reference
  if (!text) throw badRequest(`${cardOperations.verify} needs the parameter "${name}"`)
  return text
}

function stateOf({ number, generation, frozen, openedAt }: Card): Resource {
  return parameters([
    { name: 'cardNumber', valueString: number },
    { name: 'medium', valueInteger: generation },
    { name: 'status', valueCode: frozen ? 'frozen' : 'active' },
    { name: 'openedAt', valueInstant: openedAt },
  ])
}

function parameters(parameter: Parameter[]): Resource {
  return { resourceType: 'Parameters', parameter }
}
