import type { Consultation } from '../consultation.entity'

/** Until when a finished one can be rated. */
export const ratingEnds = ({ endedAt }: Pick<Consultation, 'endedAt'>, ratingDays: number): Date =>
  new Date((endedAt?.getTime() ?? 0) + ratingDays * 86_400_000)
