import { originAllowed } from './upgrade'

const own = 'https://health.example.gov.cn'

test.each([
  // No browser, or the mini-program.
  [undefined, 'localhost:3000', undefined, true],
  ['https://servicewechat.com', 'health.example.gov.cn', own, true],
  ['http://servicewechat.com', 'health.example.gov.cn', own, false],
  ['https://servicewechat.com.evil.example', 'health.example.gov.cn', own, false],
  // A public address: that one alone, whatever the proxy in front calls this machine.
  [own, '10.0.0.7:3000', own, true],
  ['http://health.example.gov.cn', '10.0.0.7:3000', own, false],
  ['https://health.example.gov.cn:8443', '10.0.0.7:3000', own, false],
  ['http://10.0.0.7:3000', '10.0.0.7:3000', own, false],
  // None: the host that is asked.
  ['http://localhost:3000', 'localhost:3000', undefined, true],
  ['http://localhost:3001', 'localhost:3000', undefined, false],
  ['null', 'localhost:3000', undefined, false],
  ['', 'localhost:3000', undefined, false],
  ['http://evil.example', undefined, undefined, false],
])('a page of %s that asks %s, public address %s: %s', (origin, host, PUBLIC_URL, allowed) => {
  expect(originAllowed({ origin, host }, { PUBLIC_URL })).toBe(allowed)
})
