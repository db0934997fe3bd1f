import type { cardSteps } from 'shared/health-card/contract'

/** What a card is shown for (就诊环节). */
export type CardStep = (typeof cardSteps)[number]
/** As a person reads it. */
export const stepWords: Record<CardStep, string> = {
  registration: '挂号',
  check_in: '报到',
  consultation: '就诊',
  pharmacy: '取药',
  examination: '检查检验',
  payment: '缴费',
}
