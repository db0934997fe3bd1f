/** Consents and proxies as the county platform reads them: R4 Consent and RelatedPerson. */
import type { Consent as FhirConsent, RelatedPerson } from '@medplum/fhirtypes'
import { In } from 'typeorm'
import { codeSystems, identifierSystems } from 'shared/kernel/fhir-systems'
import type { Mapping, MappingParts, Relayed, RelayedEvent } from '../../relay/mapping'
import { Consent } from './consent.entity'
import { findPeopleByIds, openName } from './person'
import type { Person } from './person.entity'
import { PersonLink } from './person-link.entity'
import { selvesOf } from './selves'
import { Staff } from './staff.entity'

const consentWords = { privacy: '隐私政策', health_data: '健康信息使用说明', consultation: '在线问诊知情同意' }
const scopeWords = { card: '电子健康卡', appointments: '预约挂号', records: '健康档案' }

const patientOf = (person: Person) => ({ reference: `Patient/${person.platformId}` })

const consentResource = (consent: Consent, person: Person, event: RelayedEvent): FhirConsent => ({
  resourceType: 'Consent',
  status: event.data.status === 'active' ? 'active' : 'inactive',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }], text: consentWords[consent.kind] }],
  patient: patientOf(person),
  dateTime: consent.givenAt.toISOString(),
  policyRule: { text: `${consentWords[consent.kind]} ${consent.version}` },
  ...(consent.withdrawnAt && {
    provision: { period: { start: consent.givenAt.toISOString(), end: consent.withdrawnAt.toISOString() } },
  }),
})

/** A consent of somebody who is not registered concerns nobody the platform knows. */
export const consentMapping: Mapping = {
  kind: 'consent',
  resourceType: 'Consent',
  identifierSystem: identifierSystems.consent,
  async toResources(parts, events) {
    const consents = await parts.db.manager.findBy(Consent, { consentId: In(events.map(e => e.id)) })
    const selves = await selvesOf(
      parts.db,
      consents.map(c => c.accountId),
    )
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const consent = consents.find(c => c.consentId === event.id)
      const person = consent && selves.get(consent.accountId)
      if (person) resources.set(event.eventId, consentResource(consent, person, event))
    }
    return resources
  },
}

interface Actors {
  selves: Map<string, Person>
  staff: Map<string, Staff>
}

const actorName = ({ cipher }: MappingParts, link: PersonLink, { selves, staff }: Actors): string | null => {
  const position = link.staffId ? staff.get(link.staffId) : undefined
  if (position) return cipher.open(position.displayName, 'name')
  const person = selves.get(link.accountId)
  return person ? openName(cipher, person) : null
}

const proxyResource = (link: PersonLink, grantor: Person, name: string | null, event: RelayedEvent): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  active: event.data.status === 'active',
  patient: patientOf(grantor),
  relationship: [
    {
      coding: [{ system: codeSystems.relation, code: link.relation ?? (link.staffId ? 'doctor' : 'other') }],
      text: `授权代办:${link.scope.map(s => scopeWords[s]).join('、')}`,
    },
  ],
  ...(name && { name: [{ text: name }] }),
  period: {
    start: link.createdAt.toISOString(),
    ...((link.endedAt ?? link.endsOn) && { end: link.endedAt?.toISOString() ?? link.endsOn! }),
  },
})

export const proxyMapping: Mapping = {
  kind: 'proxy',
  resourceType: 'RelatedPerson',
  identifierSystem: identifierSystems.relatedPerson,
  async toResources(parts, events) {
    const links = await parts.db.manager.findBy(PersonLink, { linkId: In(events.map(e => e.id)) })
    const grantors = await findPeopleByIds(
      parts.db,
      links.map(l => l.personId),
    )
    const staffIds = links.flatMap(l => (l.staffId ? [l.staffId] : []))
    const staff = staffIds.length ? await parts.db.manager.findBy(Staff, { staffId: In(staffIds) }) : []
    const actors = {
      selves: await selvesOf(
        parts.db,
        links.map(l => l.accountId),
      ),
      staff: new Map(staff.map(s => [s.staffId, s])),
    }
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const link = links.find(l => l.linkId === event.id)
      const grantor = link && grantors.get(link.personId)
      if (grantor) resources.set(event.eventId, proxyResource(link, grantor, actorName(parts, link, actors), event))
    }
    return resources
  },
}
