import { useEffect, useState } from 'react'
import { payments } from '../../../api/payments'
import { noLongerTrue, queryClient } from '../../../api/query-client'
import { useAct } from '../../../api/use-act'
import { requestPayment, takePayResult, type PayResult } from '../../../platform/payment'
import { patiently, waitsAfter } from './patiently'
import { orderChanges, orderKey } from './use-order'

/** `asking`: WeChat is being asked. After it, while the order is still open: what the person should know. */
export type Asked = 'not_yet' | 'asking' | 'unknown' | 'cancelled' | 'failed'

const stillOpen: Record<PayResult, Asked> = { ok: 'unknown', cancel: 'cancelled', fail: 'failed' }

/** Opens WeChat's page and, whatever the phone says afterwards, asks the server what became of it. */
export const usePaying = (orderId: string) => {
  const [cameBack] = useState(takePayResult)
  const [asked, setAsked] = useState<Asked>(cameBack ? 'asking' : 'not_yet')

  const ask = async (result: PayResult): Promise<void> => {
    setAsked('asking')
    const order = await patiently(() => payments.checkOrder({ params: { orderId } }), waitsAfter[result])
    if (order) queryClient.setQueryData(orderKey(orderId), order)
    if (order && order.state !== 'open') await Promise.all(orderChanges.map(noLongerTrue))
    // Nobody could be asked: the page keeps, and the person may ask again.
    setAsked(order ? stillOpen[result] : 'unknown')
  }
  useEffect(() => {
    if (cameBack) void ask(cameBack)
    // What a payment page came back with counts once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [cameBack])

  const paying = useAct(
    'pay-order',
    async (input: { orderId: string }) => requestPayment((await payments.pay({ params: input })).parameters),
    {
      done: result => void ask(result),
      refused: ({ code }) => {
        // Paid or closed meanwhile: the order's own page says so.
        if (code !== 'order_paid' && code !== 'order_closed') return false
        void ask('cancel')
        return true
      },
    },
  )
  return {
    asked,
    busy: paying.busy,
    problem: paying.problem,
    pay: () => void paying.act({ orderId }),
    askAgain: () => void ask('ok'),
  }
}
