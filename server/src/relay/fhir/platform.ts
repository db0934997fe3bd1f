/** The questions of the rules, asked in FHIR: people by identity number, and the card authority's operations. */
import type { Parameters, ParametersParameter, Patient } from '@medplum/fhirtypes'
import { cardOperations, identifierSystems } from 'shared/kernel/fhir-systems'
import type { CardOutcome, CountyPlatform, PlatformCard, PlatformPerson } from '../connector'
import type { FhirClient } from './client'
import { orUnavailable } from './or-unavailable'
import { searchPrivately } from './search'
import { Unreachable } from './transport'

const personOf = (patient: Patient, identityNumber: string): PlatformPerson => {
  const [name] = patient.name ?? []
  const phones = (patient.telecom ?? []).filter(t => t.system === 'phone' && t.value)
  const [address] = patient.address ?? []
  return {
    platformId: patient.id!,
    name: name?.text ?? `${name?.family ?? ''}${(name?.given ?? []).join('')}`,
    identityNumber,
    birthDate: patient.birthDate ?? '',
    sex: patient.gender ?? 'unknown',
    phone: (phones.find(t => t.use === 'mobile') ?? phones[0])?.value ?? null,
    address: address?.text ?? (address ? [address.city, address.district, ...(address.line ?? [])].join('') : null),
  }
}

/** A file that was merged into another, or is no longer kept, is nobody. */
const isLive = (patient: Patient): boolean =>
  patient.active !== false && !(patient.link ?? []).some(l => l.type === 'replaced-by')

type Value = Record<string, string | number | boolean | { reference: string } | undefined>
const valuesOf = (parameters: Parameters): Value =>
  Object.fromEntries(
    (parameters.parameter ?? []).map(p => [
      p.name,
      p.valueString ??
        p.valueCode ??
        p.valueInstant ??
        p.valueDateTime ??
        p.valueInteger ??
        p.valueReference?.reference,
    ]),
  )

const cardOf = (values: Value): PlatformCard => ({
  cardNumber: String(values.cardNumber),
  state: values.status === 'frozen' ? 'frozen' : 'active',
})

const outcomeOf = (values: Value): CardOutcome => {
  const platformId = values.patient ? String(values.patient).replace(/^.*\//, '') : null
  switch (values.outcome) {
    case 'valid':
      if (!platformId) throw new Unreachable('a valid card of nobody')
      return { outcome: 'valid', platformId }
    case 'void':
      return { outcome: 'void', why: values.reason === 'frozen' ? 'frozen' : 'reissued', platformId }
    case 'used':
      return { outcome: 'void', why: 'used', platformId }
    case 'expired':
      return { outcome: 'expired' }
    case 'forged':
      return { outcome: 'forged' }
    default:
      throw new Unreachable('an unknown card outcome')
  }
}

/** @throws from inside only what is a defect here; a platform that is down or answers nonsense is `county_platform_unavailable`. */
export const createFhirPlatform = (client: FhirClient): Omit<CountyPlatform, 'records' | 'familyDoctors'> => {
  const operate = async (path: string, parameter: ParametersParameter[]): Promise<Value> => {
    const body: Parameters = { resourceType: 'Parameters', ...(parameter.length && { parameter }) }
    const answer = await client.request({ method: 'POST', path, body })
    const parameters = answer.body as Parameters | undefined
    if (answer.status !== 200 || parameters?.resourceType !== 'Parameters')
      throw new Unreachable(`a card operation was answered ${answer.status}`)
    return valuesOf(parameters)
  }
  const on = (platformId: string, operation: string) => `Patient/${encodeURIComponent(platformId)}/${operation}`

  return {
    findPeople: identityNumber =>
      orUnavailable(async () => {
        const form = new URLSearchParams({ identifier: `${identifierSystems.identityNumber}|${identityNumber}` })
        return (await searchPrivately(client, 'Patient', form)).filter(isLive).map(p => personOf(p, identityNumber))
      }),
    findPerson: platformId =>
      orUnavailable(async () => {
        const path = `Patient/${encodeURIComponent(platformId)}`
        const { status, body } = await client.request({ method: 'GET', path })
        if (status === 404 || status === 410) return null
        const patient = body as Patient | undefined
        if (status !== 200 || patient?.resourceType !== 'Patient')
          throw new Unreachable(`a person's file was answered ${status}`)
        const number = patient.identifier?.find(i => i.system === identifierSystems.identityNumber)?.value
        return number ? personOf(patient, number) : null
      }),
    openCard: (platformId, { ethnicGroup, phone, address }) =>
      orUnavailable(async () =>
        cardOf(
          await operate(on(platformId, cardOperations.open), [
            { name: 'ethnicGroup', valueCode: ethnicGroup },
            { name: 'phone', valueString: phone },
            { name: 'address', valueString: address },
          ]),
        ),
      ),
    cardCode: platformId =>
      orUnavailable(async () => {
        const { code, expires } = await operate(on(platformId, cardOperations.code), [])
        return { code: String(code), expiresAt: new Date(String(expires)) }
      }),
    changeCard: (platformId, change) =>
      orUnavailable(async () => cardOf(await operate(on(platformId, cardOperations[change]), []))),
    verifyCard: (code, institutionId, step) =>
      orUnavailable(async () =>
        outcomeOf(
          await operate(`Patient/${cardOperations.verify}`, [
            { name: 'code', valueString: code },
            { name: 'institution', valueReference: { reference: `Organization/${institutionId}` } },
            { name: 'step', valueCode: step },
          ]),
        ),
      ),
  }
}
