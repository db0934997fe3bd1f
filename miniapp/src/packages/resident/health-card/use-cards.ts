import type { z } from 'zod/mini'
import type { Card } from 'shared/health-card/contract'
import { healthCard } from '../../../api/health-card'
import { useLoad, type Loaded } from '../../../api/use-load'

export type HealthCard = z.infer<typeof Card>

export const cardsKey = ['cards'] as const
/** The cards of everyone the account may act for: their state, never a code. */
export const useCards = (when = true): Loaded<{ cards: HealthCard[] }> =>
  useLoad(cardsKey, () => healthCard.cards({}), { keep: true, when })
