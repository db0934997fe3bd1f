import { type CodeableConcept, type Observation, type Quantity } from '@medplum/fhirtypes'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { type ReadingSeed } from './stories'

/** LOINC code, words, unit and UCUM code of what is measured. */
const measures = {
  'fasting-glucose': { code: '14771-0', text: '空腹血糖', unit: 'mmol/L', category: 'laboratory' },
  hba1c: { code: '4548-4', text: '糖化血红蛋白', unit: '%', category: 'laboratory' },
  weight: { code: '29463-7', text: '体重', unit: 'kg', category: 'vital-signs' },
  temperature: { code: '8310-5', text: '体温', unit: '℃', ucum: 'Cel', category: 'vital-signs' },
  oxygen: { code: '59408-5', text: '血氧饱和度', unit: '%', category: 'vital-signs' },
} as const

const loinc = (code: string, text: string): CodeableConcept => ({ coding: [{ system: codeSystems.loinc, code }], text })
const quantity = (value: number, unit: string, code = unit): Quantity => ({
  value,
  unit,
  system: codeSystems.ucum,
  code,
})
const pressure = (value: number): Quantity => quantity(value, 'mmHg', 'mm[Hg]')

const categoryOf = (code: string): CodeableConcept[] => [
  { coding: [{ system: codeSystems.observationCategory, code }] },
]

/** An Observation that still lacks of whom, when and by whom. */
export function readingOf(reading: ReadingSeed): Observation {
  const base = { resourceType: 'Observation', status: 'final' } as const
  if (reading.what === 'blood-pressure') {
    return {
      ...base,
      category: categoryOf('vital-signs'),
      code: loinc('85354-9', '血压'),
      component: [
        { code: loinc('8480-6', '收缩压'), valueQuantity: pressure(reading.high) },
        { code: loinc('8462-4', '舒张压'), valueQuantity: pressure(reading.low) },
      ],
    }
  }
  const measure: { code: string; text: string; unit: string; ucum?: string; category: string } = measures[reading.what]
  const judgement = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'
  return {
    ...base,
    category: categoryOf(measure.category),
    code: loinc(measure.code, measure.text),
    valueQuantity: quantity(reading.value, measure.unit, measure.ucum),
    ...(reading.judged ? { interpretation: [{ coding: [{ system: judgement, code: reading.judged }] }] } : {}),
  }
}
