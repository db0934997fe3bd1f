import { useState } from 'react'
import type { AskMoment } from 'shared/notifications/contract'
import { notifications } from '../../api/notifications'
import { useAct } from '../../api/use-act'
import { useLoad } from '../../api/use-load'
import { askToSubscribe, type Answer } from '../../platform/subscribe'
import { say } from '../../ui/overlays'
import { consentKey } from './keys'

/** `closed`: WeChat itself does not send it at present. */
export type Outcome = 'allowed' | 'refused' | 'closed'

export interface Consent {
  /** There is something to ask for. */
  needed: boolean
  /** Asks, in the tap that calls it. */
  ask: () => void
  busy: boolean
  outcome: Outcome | null
}

const outcomeOf = (answers: readonly Answer[]): Outcome => {
  const said = answers.map(({ answer }) => answer)
  if (said.includes('accept')) return 'allowed'
  return said.includes('reject') ? 'refused' : 'closed'
}

/** WeChat's question about these templates; what was answered is told to the server. */
export const useConsent = (templateIds: readonly string[]): Consent => {
  const [asking, setAsking] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const noting = useAct(
    'note-subscriptions',
    async (answers: Answer[], idempotencyKey) => {
      await notifications.noteSubscriptions({ body: { answers }, idempotencyKey })
      return outcomeOf(answers)
    },
    { changes: [consentKey] },
  )
  const heard = async (answers: Answer[]) => {
    setAsking(false)
    if (answers.length === 0) return say('微信这次没有问成，可以再点一次')
    const noted = await noting.act(answers)
    if (noted === null) return say('没有记下来，连上网再点一次')
    setOutcome(noted)
  }
  const ask = () => {
    setAsking(true)
    void askToSubscribe(templateIds).then(heard)
  }
  return { needed: templateIds.length > 0, ask, busy: asking || noting.busy, outcome }
}

/** WeChat's question at one moment: what to ask for is loaded before the tap. */
export const useConsentAt = (moment: AskMoment): Consent => {
  const key = [...consentKey, 'templates', moment]
  const { data } = useLoad(key, () => notifications.templatesToAsk({ query: { moment } }))
  return useConsent(data?.templateIds ?? [])
}
