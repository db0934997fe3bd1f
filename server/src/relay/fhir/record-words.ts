/** Parts of clinical resources in the words that a doctor and a villager read. */
import type { CodeableConcept, Observation, Quantity } from '@medplum/fhirtypes'
import { codeSystems } from 'shared/kernel/fhir-systems'

/** What somebody wrote, else what the code is called. */
export const wordsOf = (concept: CodeableConcept | undefined): string | null =>
  concept?.text?.trim() || concept?.coding?.map(c => c.display?.trim()).find(Boolean) || null

/** The code in a system, or the first there is. */
export const codeOf = (concept: CodeableConcept | undefined, system?: string) => {
  const codings = (concept?.coding ?? []).filter(c => c.system && c.code)
  const found = codings.find(c => c.system === system) ?? codings[0]
  return found && { system: found.system!, code: found.code! }
}

export const isCoded = (concept: CodeableConcept | undefined, system: string, codes: readonly string[]): boolean =>
  (concept?.coding ?? []).some(c => c.system === system && codes.includes(c.code ?? ''))

const quantityWords = ({ value, comparator, unit, code }: Quantity): string | null =>
  value === undefined ? null : `${comparator ?? ''}${value} ${unit ?? code ?? ''}`.trim()

type Measured = Pick<Observation, 'valueQuantity' | 'valueCodeableConcept' | 'valueString' | 'valueInteger'> &
  Pick<Observation, 'valueBoolean'>
const valueWords = (m: Measured): string | null => {
  if (m.valueQuantity) return quantityWords(m.valueQuantity)
  if (m.valueCodeableConcept) return wordsOf(m.valueCodeableConcept)
  if (m.valueBoolean !== undefined) return m.valueBoolean ? '是' : '否'
  return m.valueString ?? (m.valueInteger === undefined ? null : String(m.valueInteger))
}

const systolic = ['8480-6']
const diastolic = ['8462-4']

/** 148/92 mmHg: two numbers as everybody says them. */
const bloodPressure = ({ component = [] }: Observation): string | null => {
  const part = (codes: string[]) => component.find(c => isCoded(c.code, codeSystems.loinc, codes))?.valueQuantity
  const [high, low] = [part(systolic), part(diastolic)]
  if (high?.value === undefined || low?.value === undefined) return null
  return `${high.value}/${low.value} ${high.unit ?? low.unit ?? 'mmHg'}`
}

/** What was found, from the value or from the parts. */
export const findingWords = (observation: Observation): string | null =>
  bloodPressure(observation) ??
  valueWords(observation) ??
  (observation.component
    ?.map(c => [wordsOf(c.code), valueWords(c)])
    .filter(([name, value]) => name && value)
    .map(parts => parts.join(' '))
    .join('，') ||
    null)

const interpretations: Record<string, string> = {
  H: '偏高',
  HH: '过高',
  L: '偏低',
  LL: '过低',
  A: '异常',
  AA: '明显异常',
  N: '正常',
}
/** How the place that measured judged it; never our own judgement. */
export const judgementWords = ({ interpretation = [] }: Observation): string | null => {
  const [first] = interpretation
  const code = first?.coding?.find(c => c.code && interpretations[c.code])?.code
  return code ? interpretations[code]! : wordsOf(first)
}

/** Several short statements in one line. */
export const joined = (parts: (string | false | null | undefined)[]): string | null =>
  parts.filter(Boolean).join('，') || null
