import { verifyLines } from './cipher'
import { type Pay } from './pay'

/** What wx.requestPayment is given, the app id that WeChat itself would add included. */
export type PaymentParameters = {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

const names = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

/** The prepay_id, once the merchant's signature over the parameters holds; else why WeChat would not open its page. */
export function prepayIdOf(pay: Pay, given: Record<string, unknown>): { prepayId: string } | { problem: string } {
  const missing = names.find(name => typeof given[name] !== 'string' || given[name] === '')
  if (missing) return { problem: `缺少参数 ${missing}` }
  const { appId, timeStamp, nonceStr, package: packed, signType, paySign } = given as PaymentParameters
  if (appId !== pay.appId) return { problem: 'appId 不对' }
  if (signType !== 'RSA') return { problem: 'signType 须为 RSA' }
  if (!/^\d{10}$/.test(timeStamp)) return { problem: 'timeStamp 须为秒' }
  const [, prepayId] = /^prepay_id=(\w+)$/.exec(packed) ?? []
  if (!prepayId) return { problem: 'package 须为 prepay_id=…' }
  const signed = verifyLines([appId, timeStamp, nonceStr, packed], paySign, pay.keys.merchant.certificate)
  return signed ? { prepayId } : { problem: '支付验证签名失败' }
}
