import { resultIn, resultOf, sandboxPayPage } from './pay-result'

test('tells giving up from failing, whatever else WeChat says', () => {
  expect(resultOf('requestPayment:ok')).toBe('ok')
  expect(resultOf('requestPayment:fail cancel')).toBe('cancel')
  expect(resultOf('requestPayment:fail (errCode: -1, 已经支付过了)')).toBe('fail')
  // What Taro answers in a browser, and an engine that says nothing, are no payments.
  expect([resultOf('暂时不支持 API'), resultOf(undefined)]).toEqual(['fail', 'fail'])
})

test('reads what the payment page of a browser came back with', () => {
  expect([null, 'ok', 'cancel', 'fail', 'paid!'].map(resultIn)).toEqual([null, 'ok', 'cancel', 'fail', 'fail'])
})

test('a browser is sent to the payment page with every parameter and the way back', () => {
  const parameters = {
    appId: 'wx1',
    timeStamp: '1',
    nonceStr: 'n',
    package: 'prepay_id=wx2',
    signType: 'RSA',
    paySign: 'a+b/c=',
  }
  const page = new URL(sandboxPayPage(parameters, '/packages/resident/payments/pay?orderId=1'), 'http://x')
  expect(Object.fromEntries(page.searchParams)).toEqual({
    ...parameters,
    redirect: '/packages/resident/payments/pay?orderId=1',
  })
})
