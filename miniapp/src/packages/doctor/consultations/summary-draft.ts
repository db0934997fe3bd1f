/** The record as the doctor types it; nothing of it is filled in by software (监管细则 art. 13, 21). */
import { type Summary, SummaryFields } from 'shared/consultations/model'

export interface SummaryDraft {
  step: number
  chiefComplaint: string
  presentIllness: string
  pastHistory: string
  allergies: string
  diagnosis: string
  diagnosisCode: string
  advice: string
  medications: { name: string; usage: string }[]
  followUpOn: string | null
  ifWorse: string
  because: string
}

export const blankSummary: SummaryDraft = {
  step: 0,
  chiefComplaint: '',
  presentIllness: '',
  pastHistory: '',
  allergies: '',
  diagnosis: '',
  diagnosisCode: '',
  advice: '',
  medications: [],
  followUpOn: null,
  ifWorse: '',
  because: '',
}

/** An amendment begins with the doctor's own signed words. */
export const draftOf = (signed: Summary): SummaryDraft => ({
  ...blankSummary,
  chiefComplaint: signed.chiefComplaint,
  presentIllness: signed.presentIllness,
  pastHistory: signed.pastHistory ?? '',
  allergies: signed.allergies ?? '',
  diagnosis: signed.diagnosis,
  diagnosisCode: signed.diagnosisCode ?? '',
  advice: signed.advice,
  medications: [...signed.medications],
  followUpOn: signed.followUpOn,
  ifWorse: signed.ifWorse,
})

const orNull = (words: string): string | null => words.trim() || null

export const fieldsOf = (draft: SummaryDraft): SummaryFields => ({
  chiefComplaint: draft.chiefComplaint.trim(),
  presentIllness: draft.presentIllness.trim(),
  pastHistory: orNull(draft.pastHistory),
  allergies: orNull(draft.allergies),
  diagnosis: draft.diagnosis.trim(),
  diagnosisCode: orNull(draft.diagnosisCode.toUpperCase()),
  advice: draft.advice.trim(),
  medications: draft.medications
    .map(({ name, usage }) => ({ name: name.trim(), usage: usage.trim() }))
    .filter(({ name, usage }) => name && usage),
  followUpOn: draft.followUpOn,
  ifWorse: draft.ifWorse.trim(),
})

/** I10, E11.9; the contract's own form. */
export const codeProblem = ({ diagnosisCode }: Pick<SummaryDraft, 'diagnosisCode'>): string | null =>
  SummaryFields.shape.diagnosisCode.safeParse(orNull(diagnosisCode.toUpperCase())).success
    ? null
    : '编码这样写：I10 或 E11.9；不清楚可以空着。'

/** A day that came while the draft lay; one that was signed before may stay as it is. */
export const followUpProblem = (
  { followUpOn }: Pick<SummaryDraft, 'followUpOn'>,
  signed: string | null,
  today: string,
): string | null =>
  followUpOn !== null && followUpOn !== signed && followUpOn < today ? '这个日子已经过了，请重新选一个。' : null

/** Which of a page's fields are still missing, by the names on the screen. */
export const missingIn = (draft: SummaryDraft, page: 'record' | 'advice'): string[] => {
  const needed =
    page === 'record'
      ? ([
          ['主诉', draft.chiefComplaint],
          ['现病史', draft.presentIllness],
          ['诊断', draft.diagnosis],
        ] as const)
      : ([
          ['医嘱和建议', draft.advice],
          ['什么情况要马上去医院', draft.ifWorse],
        ] as const)
  return needed.filter(([, words]) => words.trim().length < 2).map(([name]) => name)
}
