import Taro from '@tarojs/taro'
import type { z } from 'zod/mini'
import type { PaymentParameters } from 'shared/payments/model'
import { takeFromAddress } from './login'
import { type PayResult, resultIn, resultOf, sandboxPayPage } from './pay-result'

export type { PayResult } from './pay-result'

/**
 * Opens WeChat's payment page over ours. A browser leaves for the sandbox's, which comes back to this very address; a
 * promise of leaving never settles, since this page is gone.
 */
export const requestPayment = async (parameters: z.infer<typeof PaymentParameters>): Promise<PayResult> => {
  if (process.env.TARO_ENV !== 'weapp') {
    const { pathname, search } = window.location
    window.location.assign(sandboxPayPage(parameters, pathname + search))
    return new Promise(() => undefined)
  }
  const { timeStamp, nonceStr, package: prepay, signType, paySign } = parameters
  // By callbacks: Taro makes no promise of this one.
  return new Promise(resolve => {
    const ended = ({ errMsg }: { errMsg?: string }) => resolve(resultOf(errMsg))
    void Taro.requestPayment({ timeStamp, nonceStr, package: prepay, signType, paySign, success: ended, fail: ended })
  })
}

/** What a browser came back with from the payment page; taken out of the address at once. */
export const takePayResult = (): PayResult | null => resultIn(takeFromAddress('payResult'))
