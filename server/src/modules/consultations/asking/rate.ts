/** What the resident thought of it, once. */
import type { Rating } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { IsNull } from 'typeorm'
import type * as z from 'zod/mini'
import { recordAccess } from '../../audit'
import { Consultation } from '../consultation.entity'
import { type Act, type Write, byResident, findOwn } from './act'
import { ratingEnds } from './rating-ends'
import { rulesOf } from './rules'

export interface Given {
  consultationId: string
  stars: number
  words?: string | undefined
}

export const rate = async (
  act: Act,
  write: Write,
  { consultationId, stars, words }: Given,
): Promise<z.infer<typeof Rating> | Problem<'not_found' | 'consultation_state' | 'already_rated' | 'rating_ended'>> => {
  const own = await findOwn(act, consultationId)
  if (isProblem(own)) return own
  const { consultation: c, ground } = own
  if (c.status !== 'finished') return problem('consultation_state')
  const { context, now } = act
  const { ratingDays } = await rulesOf(context.db, c.institutionId)
  if (c.stars === null && now > ratingEnds(c, ratingDays)) return problem('rating_ended', { days: ratingDays })
  const by = byResident(act, ground, 'consultations.rate', c.institutionId)
  const sealed = words === undefined ? null : context.cipher.seal(words, 'consultation')
  return write<z.infer<typeof Rating> | Problem<'already_rated'>>(async tx => {
    const rated = { stars, ratingWords: sealed, ratedAt: now }
    const { affected } = await tx.update(Consultation, { consultationId, stars: IsNull() }, rated)
    if (!affected) return problem('already_rated')
    await recordAccess(tx, { ...by, at: now, personId: c.personId, details: { consultationId } })
    return { stars, words: words ?? null, at: now.toISOString() }
  })
}
