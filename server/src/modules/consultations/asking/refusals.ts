/** What the resident says of the visit and of the doctor's questions, judged without asking anybody. */
import { type PreAnswer, type PreQuestion, type Visit, yesNoAnswers } from 'shared/consultations/model'
import { type Problem, problem } from 'shared/kernel/errors'
import type * as z from 'zod/mini'

/** Only a follow-up visit may be online (互联网诊疗管理办法(试行) art. 16). */
export const visitRefusal = (
  visit: Visit,
): Problem<'first_visit_not_online' | 'condition_changed_not_online'> | null => {
  if (visit === 'first_visit') return problem('first_visit_not_online')
  return visit === 'changed_condition' ? problem('condition_changed_not_online') : null
}

const yesOrNo: readonly string[] = yesNoAnswers

/** All of the doctor's questions of now, each once, in the doctor's order, with the words in which they were asked. */
export const answersTo = (
  questions: readonly PreQuestion[],
  given: readonly { questionId: string; answer: string }[],
): z.infer<typeof PreAnswer>[] | Problem<'answers_incomplete'> => {
  const byId = new Map(given.map(a => [a.questionId, a.answer]))
  const answers = questions.flatMap(({ questionId, text, answer: kind }) => {
    const answer = byId.get(questionId)
    const fits = answer !== undefined && (kind === 'text' || yesOrNo.includes(answer))
    return fits ? [{ questionId, question: text, answer }] : []
  })
  const whole = answers.length === questions.length && given.length === questions.length
  return whole ? answers : problem('answers_incomplete')
}
