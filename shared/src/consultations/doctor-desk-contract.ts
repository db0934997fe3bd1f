/** How a doctor answers online: duty, cap, own questions, own phrases. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { ActingAt, Count, Fen, Id, statement, words } from '../kernel/schemas'
import { PreQuestion, questionsAtMost } from './model'

const doctors = ['doctor'] as const

export const Desk = z.object({
  onDuty: z.boolean(),
  /** New consultations a day at most; null: the institution's own cap. */
  dailyCap: z.nullable(Count),
  institutionCap: Count,
  askedToday: Count,
  fee: Fen,
  questions: z.array(PreQuestion).check(z.maxLength(questionsAtMost)),
  /** Years of independent practice suffice and the institution offers online consultation. */
  mayConsult: z.boolean(),
  mayNotBecause: z.nullable(z.string()),
})

export const phraseKinds = ['quick', 'education'] as const
export const Phrase = z.object({
  phraseId: Id,
  kind: z.enum(phraseKinds),
  title: z.nullable(z.string()),
  text: z.string(),
  /** The county's templates are for everybody; a doctor changes only their own. */
  own: z.boolean(),
})
const PhraseFields = { kind: z.enum(phraseKinds), title: z.nullable(words(1, 30)), text: statement(1, 1000) }

export const doctorDeskContract = {
  desk: endpoint({
    method: 'GET',
    path: '/doctor/consultation-desk',
    summary: 'Duty, cap, own questions',
    access: doctors,
    query: z.object({ institutionId: ActingAt }),
    reply: Desk,
    errors: ['institution_choice'],
  }),
  setDuty: endpoint({
    method: 'PUT',
    path: '/doctor/consultation-desk/duty',
    summary: 'Take new consultations, or no longer; those under way go on',
    access: doctors,
    body: z.object({ onDuty: z.boolean(), institutionId: ActingAt }),
    reply: Desk,
    errors: ['doctor_inactive', 'practice_years_short', 'consultations_closed', 'institution_choice'],
  }),
  changeDesk: endpoint({
    method: 'PUT',
    path: '/doctor/consultation-desk',
    summary: 'Own daily cap and own short questions',
    access: doctors,
    body: z.object({
      dailyCap: z.nullable(z.int().check(z.gte(1), z.lte(200))),
      questions: z
        .array(z.object({ text: words(2, 60), answer: z.enum(['yes_no', 'text']) }))
        .check(z.maxLength(questionsAtMost)),
      institutionId: ActingAt,
    }),
    reply: Desk,
    errors: ['institution_choice'],
  }),
  phrases: endpoint({
    method: 'GET',
    path: '/doctor/phrases',
    summary: "Own quick phrases and education texts, and the county's education templates",
    access: doctors,
    reply: z.object({ phrases: z.array(Phrase) }),
  }),
  addPhrase: endpoint({
    method: 'POST',
    path: '/doctor/phrases',
    summary: 'Keep a phrase',
    access: doctors,
    body: z.object(PhraseFields),
    reply: Phrase,
    status: 201,
    errors: ['phrase_limit'],
  }),
  removePhrase: endpoint({
    method: 'DELETE',
    path: '/doctor/phrases/:phraseId',
    summary: 'Forget an own phrase',
    access: doctors,
    params: z.object({ phraseId: Id }),
    errors: ['not_found'],
  }),
} as const
