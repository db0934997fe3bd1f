/** One clinical resource → one line of the record, as far as the platform filled it in. */
import type {
  Condition,
  DiagnosticReport,
  Encounter,
  MedicationRequest,
  Observation,
  Reference,
} from '@medplum/fhirtypes'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { dayOf } from '../../clock'
import type { CountyRecord } from '../connector'
import { cut, idOf } from './elements'
import { codeOf, findingWords, isCoded, joined, judgementWords, wordsOf } from './record-words'

export type RecordResource = Condition | MedicationRequest | Observation | DiagnosticReport

/** What a resource says; who and where are still references. */
export interface RecordLine extends Pick<CountyRecord, 'recordId' | 'kind' | 'title' | 'detail' | 'code' | 'unproven'> {
  /** FHIR date or dateTime of any precision; empty when none is told. */
  when: string
  /** Of whom and where, the likeliest first. */
  practitioners: Reference[]
  organizations: Reference[]
  encounter: Reference | undefined
  /** No clinician stands behind this diagnosis: it proves something only where an institution does. */
  unasserted?: boolean
}

const of = (type: string, references: (Reference | undefined)[] = []): Reference[] =>
  references.filter(r => r && (idOf(r, type) !== null || (!r.reference && r.type === type))) as Reference[]

const clinicalWords: Record<string, string> = {
  recurrence: '复发',
  relapse: '复发',
  inactive: '目前没有发作',
  remission: '已缓解',
  resolved: '已痊愈',
}
const clinicalOf = ({ clinicalStatus }: Condition): string | undefined =>
  Object.keys(clinicalWords).find(code => isCoded(clinicalStatus, codeSystems.conditionStatus, [code]))

const isOneOf = (types: readonly string[], ...references: (Reference | undefined)[]): boolean =>
  types.some(type => of(type, references).length > 0)

/** FHIR's dateTime may know the year alone, or the month. */
const dayWords = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month ? `${month}月` : ''}${date ? `${date}日` : ''}`
}

const diagnosisLine = (c: Condition): Partial<RecordLine> | undefined => {
  if (isCoded(c.verificationStatus, codeSystems.conditionVerification, ['refuted', 'entered-in-error']))
    return undefined
  const unsure = isCoded(c.verificationStatus, codeSystems.conditionVerification, [
    'unconfirmed',
    'provisional',
    'differential',
  ])
  // Who says so: the asserter, else whoever wrote it down.
  const ownWords = isOneOf(['Patient', 'RelatedPerson'], c.asserter ?? c.recorder)
  const since = c.onsetDateTime?.slice(0, 10)
  const status = clinicalOf(c)
  return {
    title: wordsOf(c.code) ?? undefined,
    detail: joined([
      unsure && '初步诊断，没有确诊',
      ownWords && '病人自己说的',
      since ? `${dayWords(since)}起` : c.onsetString,
      wordsOf(c.severity),
      status && clinicalWords[status],
    ]),
    code: codeOf(c.code, codeSystems.icd10),
    when: c.recordedDate ?? c.onsetDateTime,
    practitioners: of('Practitioner', [c.asserter, c.recorder]),
    encounter: c.encounter,
    unproven: unsure || ownWords,
    unasserted: !isOneOf(['Practitioner', 'PractitionerRole'], c.asserter, c.recorder),
  }
}

const orders = ['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']
const stoppedWords: Record<string, string> = {
  stopped: '已停用',
  cancelled: '已取消',
  completed: '已用完',
  'on-hold': '暂停使用',
}

const prescriptionLine = (m: MedicationRequest): Partial<RecordLine> | undefined => {
  if (!orders.includes(m.intent ?? '') || m.doNotPerform || ['entered-in-error', 'draft'].includes(m.status ?? ''))
    return undefined
  const contained = (m.contained ?? []).find(r => `#${r.id}` === m.medicationReference?.reference)
  const kept = contained?.resourceType === 'Medication' ? contained.code : undefined
  const usage = (m.dosageInstruction ?? []).map(d => d.text ?? d.patientInstruction).filter(Boolean)
  return {
    title: wordsOf(m.medicationCodeableConcept ?? kept) ?? m.medicationReference?.display,
    detail: joined([usage.join('；'), stoppedWords[m.status ?? '']]),
    code: codeOf(m.medicationCodeableConcept ?? kept),
    when: m.authoredOn,
    practitioners: of('Practitioner', [m.requester]),
    organizations: of('Organization', [m.requester]),
    encounter: m.encounter,
  }
}

const told = ['final', 'amended', 'corrected', 'appended', 'partial', 'preliminary']
const isEarly = (status: string | undefined): boolean => status === 'preliminary' || status === 'partial'

const readingLine = (o: Observation): Partial<RecordLine> | undefined => {
  const found = findingWords(o)
  if (!found || !told.includes(o.status ?? '')) return undefined
  return {
    title: wordsOf(o.code) ?? undefined,
    detail: joined([found, judgementWords(o), isEarly(o.status) && '还没有最后确认']),
    code: codeOf(o.code, codeSystems.loinc),
    when: o.effectiveDateTime ?? o.effectivePeriod?.start ?? o.effectiveInstant ?? o.issued,
    practitioners: of('Practitioner', o.performer),
    organizations: of('Organization', o.performer),
    encounter: o.encounter,
  }
}

const reportLine = (r: DiagnosticReport): Partial<RecordLine> | undefined => {
  if (!told.includes(r.status ?? '')) return undefined
  return {
    title: wordsOf(r.code) ?? undefined,
    detail: joined([
      r.conclusion ?? (r.conclusionCode ?? []).map(wordsOf).filter(Boolean).join('；'),
      isEarly(r.status) && '还没有最后确认',
    ]),
    code: codeOf(r.code),
    when: r.effectiveDateTime ?? r.effectivePeriod?.start ?? r.issued,
    practitioners: of('Practitioner', [...(r.resultsInterpreter ?? []), ...(r.performer ?? [])]),
    organizations: of('Organization', r.performer),
    encounter: r.encounter,
  }
}

const partsOf = (resource: RecordResource): [CountyRecord['kind'], Partial<RecordLine> | undefined] => {
  switch (resource.resourceType) {
    case 'Condition':
      return ['diagnosis', diagnosisLine(resource)]
    case 'MedicationRequest':
      return ['prescription', prescriptionLine(resource)]
    case 'Observation':
      return ['reading', readingLine(resource)]
    case 'DiagnosticReport':
      return ['report', reportLine(resource)]
  }
}

const longest = 500

/**
 * What the resource says, or undefined when it says nothing (any more) or cannot be read: other systems' data may break
 * every rule of R4, and one broken line must not hide the others.
 */
export const lineOf = (resource: RecordResource): RecordLine | undefined => {
  try {
    const [kind, parts] = partsOf(resource)
    if (!resource.id || !parts?.title) return undefined
    const { title, detail, code, when = '', practitioners = [], organizations = [], encounter } = parts
    const { unproven, unasserted } = parts
    return {
      recordId: resource.id,
      kind,
      title: cut(title, longest),
      detail: detail ? cut(detail, longest) : null,
      ...(code && { code }),
      ...(unproven && { unproven }),
      ...(unasserted && { unasserted }),
      when,
      practitioners,
      organizations,
      encounter,
    }
  } catch {
    return undefined
  }
}

/** A whole day of the county, or null: of a month alone nobody can say which day. */
export const dayWithin = (when: string, zone: string): string | null => {
  if (/^\d{4}-\d\d-\d\d$/.test(when)) return when
  const at = /T/.test(when) ? new Date(when) : new Date(NaN)
  return Number.isNaN(at.getTime()) ? null : dayOf(at, zone)
}

/** Whoever provides a visit is an organization: its name alone says so too. */
export const organizationsOf = ({ serviceProvider: by }: Encounter): Reference[] =>
  by && !by.reference && by.display ? [by] : of('Organization', [by])
