/** What is being asked, as it is kept on the phone until it was sent. */
import type { z } from 'zod/mini'
import type { consultationsContract } from 'shared/consultations/contract'
import type { Visit } from 'shared/consultations/model'
import type { Received } from 'shared/kernel/endpoint'

export type AskingRules = Received<(typeof consultationsContract)['askingRules']>
type AskBody = z.input<(typeof consultationsContract)['ask']['body']>

/** An upload of this question. */
export interface Uploaded {
  attachmentId: string
  kind: 'picture' | 'sound'
  /** On the phone, to be shown; gone after the app was closed. */
  path: string
  seconds: number
}

export interface Asking {
  step: number
  visit: Visit | null
  reason: string
  uploaded: Uploaded[]
  earlierBy: 'county_record' | 'pictures' | 'doctor_fetches' | null
  recordId: string | null
  earlierPictures: Uploaded[]
  answers: Record<string, string>
  guardianPresent: boolean
  allowRecords: boolean
}

export const blankAsking: Asking = {
  step: 0,
  visit: null,
  reason: '',
  uploaded: [],
  earlierBy: null,
  recordId: null,
  earlierPictures: [],
  answers: {},
  guardianPresent: false,
  allowRecords: false,
}

const earlierOf = ({ earlierBy, recordId, earlierPictures }: Asking): AskBody['earlier'] => {
  if (earlierBy === 'county_record' && recordId) return { by: 'county_record', recordId }
  if (earlierBy === 'pictures') return { by: 'pictures', attachmentIds: earlierPictures.map(p => p.attachmentId) }
  return { by: 'doctor_fetches' }
}

interface Whom {
  personId: string
  doctorId: string
  institutionId: string
}

export const bodyOf = (asking: Asking, whom: Whom, { questions, consentVersion }: AskingRules): AskBody => ({
  ...whom,
  visit: asking.visit ?? 'follow_up',
  // The doctor hears it then.
  reason: asking.reason.trim() || '请听语音，我说的都在里面。',
  attachmentIds: asking.uploaded.map(u => u.attachmentId),
  earlier: earlierOf(asking),
  answers: questions.flatMap(({ questionId }) => {
    const answer = asking.answers[questionId]?.trim()
    return answer ? [{ questionId, answer }] : []
  }),
  consentVersion,
  allowRecords: asking.allowRecords || asking.earlierBy === 'doctor_fetches',
  guardianPresent: asking.guardianPresent,
})

export type StepName = 'visit' | 'reason' | 'earlier' | 'questions' | 'consent'
/** Questions that this doctor does not ask are no step. */
export const stepsOf = ({ questions }: AskingRules): StepName[] =>
  questions.length ? ['visit', 'reason', 'earlier', 'questions', 'consent'] : ['visit', 'reason', 'earlier', 'consent']
