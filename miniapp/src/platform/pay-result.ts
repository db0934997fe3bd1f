/** What WeChat's payment page says it ended with: a hint only, the server asks WeChat itself. */
export type PayResult = 'ok' | 'cancel' | 'fail'

/** From the errMsg of wx.requestPayment: `requestPayment:ok`, `requestPayment:fail cancel`, `requestPayment:fail …`. */
export const resultOf = (errMsg: string | undefined): PayResult => {
  if (errMsg === 'requestPayment:ok') return 'ok'
  return errMsg?.startsWith('requestPayment:fail cancel') ? 'cancel' : 'fail'
}

/** From the address that the sandbox's page sends back to; anything unknown failed. */
export const resultIn = (value: string | null): PayResult | null => {
  if (value === null) return null
  return value === 'ok' || value === 'cancel' ? value : 'fail'
}

/** The sandbox's payment page, opened with what wx.requestPayment would be given and the way back. */
export const sandboxPayPage = (parameters: Record<string, string>, redirect: string): string => {
  const pairs = Object.entries({ ...parameters, redirect }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return `/sandbox/wechat/pay?${pairs.join('&')}`
}
