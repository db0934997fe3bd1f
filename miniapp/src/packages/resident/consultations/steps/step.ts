import type { ProblemError } from 'shared/kernel/client'
import type { Asking, AskingRules } from '../asking'

/** What each question's page is given. */
export interface StepProps {
  rules: AskingRules
  asking: Asking
  change: (some: Partial<Asking>) => void
  /** As it is now: what was uploaded meanwhile included. */
  latest: () => Asking
  personName: string
  /** Not for oneself. */
  other: boolean
  place: { step: number; of: number }
  next: () => void
  back?: () => void
  submit: () => void
  busy: boolean
  problem: ProblemError | null
}
