import type { Received } from 'shared/kernel/endpoint'
import type { appointmentsContract } from 'shared/appointments/contract'
import { appointments } from '../../../api/appointments'
import { useAct } from '../../../api/use-act'
import { useLoad } from '../../../api/use-load'
import { confirm, say } from '../../../ui/overlays'
import { afterTaking, numberChanges } from '../booking/use-taking'

export type Entry = Received<typeof appointmentsContract.waitlist>['entries'][number]

/** My wait-list entries; an offer may come at any moment. */
export const useWaitlist = () => useLoad(['waitlist'], () => appointments.waitlist({}), { keep: true, every: 30_000 })

/** Takes an offered number: the server gives back an earlier one of that department and day. */
export const useAccept = () => {
  const accepting = useAct(
    'accept-offer',
    (input: { entryId: string }, idempotencyKey) => appointments.acceptOffer({ params: input, idempotencyKey }),
    {
      changes: numberChanges,
      done: taken => afterTaking(taken, 'offer'),
    },
  )
  return { ...accepting, accept: (entryId: string) => void accepting.act({ entryId }) }
}

/** Leaves the list, or declines what was offered. */
export const useLeave = () => {
  const leaving = useAct(
    'leave-waitlist',
    (input: { entryId: string }, idempotencyKey) => appointments.leaveWaitlist({ params: input, idempotencyKey }),
    { changes: [['waitlist'], ['home'], ['session']] },
  )
  const leave = async ({ entryId, state }: Entry) => {
    const offered = state === 'offered'
    const sure = await confirm({
      title: offered ? '不要这个号了？' : '不排这个候补了？',
      words: offered ? '号会马上让给下一位。' : '以后再排，要从最后一位排起。',
      yes: offered ? '不要了，让给别人' : '不排了',
      no: offered ? '先不退' : '接着排',
      danger: true,
    })
    if (sure && (await leaving.act({ entryId })) !== null) say(offered ? '已让给下一位' : '已退出候补')
  }
  return { ...leaving, leave: (entry: Entry) => void leave(entry) }
}
