import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../clock'
import { createWechatPay } from '.'
import { readMerchant } from './merchant'
import { appid, certificateOf, configWith, mchid, merchantKeys, pemOf, platform, rsa, serial } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'merchant-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const second = rsa()
const privatePem = pemOf(merchantKeys.privateKey)
const publicPem = pemOf(platform.keys.publicKey)
const none = {
  WECHAT_PAY_MCHID: undefined,
  WECHAT_PAY_SERIAL: undefined,
  WECHAT_PAY_PRIVATE_KEY: undefined,
  WECHAT_PAY_APIV3_KEY: undefined,
  WECHAT_PAY_PUBLIC_KEY_ID: undefined,
  WECHAT_PAY_PUBLIC_KEY: undefined,
  WECHAT_PAY_NOTIFY_URL: undefined,
}
const noPublicKey = { WECHAT_PAY_PUBLIC_KEY_ID: undefined, WECHAT_PAY_PUBLIC_KEY: undefined }

let own: string
let platformCertificates: string[]
beforeAll(async () => {
  own = await certificateOf(merchantKeys, serial)
  platformCertificates = [await certificateOf(platform.keys, '0A0B'), await certificateOf(second, '7777777777777777')]
})

describe('no merchant', () => {
  it('is a setting too', () => {
    expect(createWechatPay(configWith(none), systemClock)).toBeNull()
    expect(createWechatPay(configWith({ ...none, WECHAT_PAY_BASE_URL: 'http://127.0.0.1:1' }), systemClock)).toBeNull()
  })
})

describe('a merchant', () => {
  it('is read from PEM', () => {
    expect(readMerchant(configWith())).toMatchObject({
      appid,
      mchid,
      serial,
      platformSerial: platform.id,
      baseUrl: 'https://api.mch.weixin.qq.com',
      timeoutMs: 2000,
    })
    const oneLine = privatePem.replaceAll('\n', '\\n')
    expect(
      readMerchant(configWith({ WECHAT_PAY_PRIVATE_KEY: oneLine }))!.privateKey.equals(merchantKeys.privateKey),
    ).toBe(true)
  })

  it('is read from files, and fits its certificate', () => {
    const config = configWith({
      WECHAT_PAY_PRIVATE_KEY: file('own.pem', privatePem),
      WECHAT_PAY_CERTIFICATE: file('own-certificate.pem', own),
      WECHAT_PAY_PUBLIC_KEY: file('platform.pem', publicPem),
      WECHAT_PAY_SERIAL: serial.toLowerCase(),
    })
    expect(readMerchant(config)!.platformKeys.get(platform.id)!.equals(platform.keys.publicKey)).toBe(true)
  })

  it('may know several platform certificates, in several files or one', () => {
    const [one, two] = platformCertificates as [string, string]
    const files = `${file('1.pem', one)}, ${file('2.pem', two)}`
    for (const given of [files, file('both.pem', one + two), one + two]) {
      const merchant = readMerchant(configWith({ ...noPublicKey, WECHAT_PAY_PLATFORM_CERTIFICATES: given }))!
      expect([...merchant.platformKeys.keys()]).toEqual(['A0B', '7777777777777777'])
      expect(merchant.platformKeys.get('A0B')!.equals(platform.keys.publicKey)).toBe(true)
      expect(merchant.platformSerial).toBe('0A0B')
    }
  })

  it('may know public key and certificates during a change, and asks for the public key', () => {
    const merchant = readMerchant(configWith({ WECHAT_PAY_PLATFORM_CERTIFICATES: platformCertificates[1]! }))!
    expect([...merchant.platformKeys.keys()]).toEqual([platform.id, '7777777777777777'])
    expect(merchant.platformSerial).toBe(platform.id)
  })

  it.each(['http://127.0.0.1:8080/notices', 'http://localhost/notices', 'http://[::1]:1/notices'])(
    'may be told on loopback without TLS: %s',
    url => expect(readMerchant(configWith({ WECHAT_PAY_NOTIFY_URL: url }))!.notifyUrl).toBe(url),
  )
})

const weak = rsa(1024)
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const elsewhere = 'http://pay.example.gov.cn'

describe('the start fails with one sentence when', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    [
      'the number is missing',
      { WECHAT_PAY_MCHID: undefined },
      'WECHAT_PAY_MCHID must be set too: WECHAT_PAY_SERIAL is',
    ],
    [
      'the serial is missing',
      { WECHAT_PAY_SERIAL: undefined },
      'WECHAT_PAY_SERIAL must be set too: WECHAT_PAY_MCHID is',
    ],
    [
      'the private key is missing',
      { WECHAT_PAY_PRIVATE_KEY: '' },
      'WECHAT_PAY_PRIVATE_KEY must be set too: WECHAT_PAY_MCHID is',
    ],
    [
      'the APIv3 key is missing',
      { WECHAT_PAY_APIV3_KEY: undefined },
      'WECHAT_PAY_APIV3_KEY must be set too: WECHAT_PAY_MCHID is',
    ],
    [
      'the notify URL is missing',
      { WECHAT_PAY_NOTIFY_URL: undefined },
      'WECHAT_PAY_NOTIFY_URL must be set too: WECHAT_PAY_MCHID is',
    ],
    [
      'only a public key is given',
      { ...none, WECHAT_PAY_PUBLIC_KEY: publicPem },
      'WECHAT_PAY_MCHID must be set too: WECHAT_PAY_PUBLIC_KEY is',
    ],
    [
      'the public key is missing',
      { WECHAT_PAY_PUBLIC_KEY: undefined },
      'WECHAT_PAY_PUBLIC_KEY must be set too: WECHAT_PAY_PUBLIC_KEY_ID is',
    ],
    [
      'its id is missing',
      { WECHAT_PAY_PUBLIC_KEY_ID: undefined },
      'WECHAT_PAY_PUBLIC_KEY_ID must be set too: WECHAT_PAY_PUBLIC_KEY is',
    ],
    [
      "WeChat Pay's key is missing",
      noPublicKey,
      'WECHAT_PAY_PUBLIC_KEY_ID and WECHAT_PAY_PUBLIC_KEY, or WECHAT_PAY_PLATFORM_CERTIFICATES, must be set',
    ],
    ['the number is none', { WECHAT_PAY_MCHID: 'wx123' }, 'WECHAT_PAY_MCHID must be the number WeChat Pay gave'],
    ['the serial could break a header', { WECHAT_PAY_SERIAL: '51"57' }, 'WECHAT_PAY_SERIAL must be letters and digits'],
    [
      'the id is none',
      { WECHAT_PAY_PUBLIC_KEY_ID: serial },
      'WECHAT_PAY_PUBLIC_KEY_ID must be PUB_KEY_ID_ and a number',
    ],
    ['the APIv3 key is short', { WECHAT_PAY_APIV3_KEY: 'x'.repeat(31) }, 'WECHAT_PAY_APIV3_KEY must be 32 bytes long'],
    [
      'the APIv3 key is long in bytes',
      { WECHAT_PAY_APIV3_KEY: 'ä'.repeat(32) },
      'WECHAT_PAY_APIV3_KEY must be 32 bytes long',
    ],
    [
      'the private key is no file',
      { WECHAT_PAY_PRIVATE_KEY: '/nowhere/key.pem' },
      'WECHAT_PAY_PRIVATE_KEY is neither PEM nor a file that can be read',
    ],
    [
      'the private key is damaged',
      { WECHAT_PAY_PRIVATE_KEY: privatePem.replace('MII', 'XYZ') },
      'WECHAT_PAY_PRIVATE_KEY holds no private key that can be read',
    ],
    [
      'the private key is a public one',
      { WECHAT_PAY_PRIVATE_KEY: publicPem },
      'WECHAT_PAY_PRIVATE_KEY holds no private key that can be read',
    ],
    [
      'the private key is weak',
      { WECHAT_PAY_PRIVATE_KEY: pemOf(weak.privateKey) },
      'WECHAT_PAY_PRIVATE_KEY must be an RSA key of 2048 bits or more',
    ],
    [
      'the private key is not RSA',
      { WECHAT_PAY_PRIVATE_KEY: pemOf(elliptic.privateKey) },
      'WECHAT_PAY_PRIVATE_KEY must be an RSA key of 2048 bits or more',
    ],
    [
      'the public key is a private one',
      { WECHAT_PAY_PUBLIC_KEY: privatePem },
      'WECHAT_PAY_PUBLIC_KEY holds no public key that can be read',
    ],
    [
      'the public key is weak',
      { WECHAT_PAY_PUBLIC_KEY: pemOf(weak.publicKey) },
      'WECHAT_PAY_PUBLIC_KEY must be an RSA key of 2048 bits or more',
    ],
    [
      "the public key is the merchant's",
      { WECHAT_PAY_PUBLIC_KEY: pemOf(merchantKeys.publicKey) },
      "WECHAT_PAY_PUBLIC_KEY and WECHAT_PAY_PLATFORM_CERTIFICATES must be WeChat Pay's, not the merchant's own",
    ],
    [
      'a platform certificate is none',
      { WECHAT_PAY_PLATFORM_CERTIFICATES: publicPem },
      'WECHAT_PAY_PLATFORM_CERTIFICATES holds no certificate that can be read',
    ],
    [
      'the notify URL is no URL',
      { WECHAT_PAY_NOTIFY_URL: 'health.example.gov.cn' },
      'WECHAT_PAY_NOTIFY_URL must be an https URL',
    ],
    [
      'the notify URL is another kind',
      { WECHAT_PAY_NOTIFY_URL: 'ftp://127.0.0.1/' },
      'WECHAT_PAY_NOTIFY_URL must be an https URL',
    ],
    [
      'the notify URL is without TLS',
      { WECHAT_PAY_NOTIFY_URL: `${elsewhere}/n` },
      'WECHAT_PAY_NOTIFY_URL must be https',
    ],
    [
      'the notify URL only looks like loopback',
      { WECHAT_PAY_NOTIFY_URL: 'http://127.0.0.1.example.com/' },
      'WECHAT_PAY_NOTIFY_URL must be https',
    ],
    [
      'the notify URL has a query',
      { WECHAT_PAY_NOTIFY_URL: 'https://a.example.gov.cn/n?x=1' },
      'WECHAT_PAY_NOTIFY_URL must have no query, fragment or password',
    ],
    [
      'the notify URL has an empty query',
      { WECHAT_PAY_NOTIFY_URL: 'https://a.example.gov.cn/n?' },
      'WECHAT_PAY_NOTIFY_URL must have no query, fragment or password',
    ],
    ['the base URL is without TLS', { WECHAT_PAY_BASE_URL: elsewhere }, 'WECHAT_PAY_BASE_URL must be https'],
    [
      'the base URL has a query',
      { WECHAT_PAY_BASE_URL: 'https://a.example.gov.cn/?x' },
      'WECHAT_PAY_BASE_URL must have no query, fragment or password',
    ],
    [
      'the base URL has a password',
      { WECHAT_PAY_BASE_URL: 'https://a:b@a.example.gov.cn' },
      'WECHAT_PAY_BASE_URL must have no query, fragment or password',
    ],
  ])('%s', (_what, settings, sentence) => {
    expect(() => createWechatPay(configWith(settings), systemClock)).toThrow(new Error(sentence))
  })

  it("serial or private key are not the certificate's", () => {
    const read = (settings: object) => () => readMerchant(configWith({ WECHAT_PAY_CERTIFICATE: own, ...settings }))
    expect(read({ WECHAT_PAY_SERIAL: '1234' })).toThrow('WECHAT_PAY_SERIAL is not the serial of WECHAT_PAY_CERTIFICATE')
    expect(read({ WECHAT_PAY_PRIVATE_KEY: pemOf(second.privateKey) })).toThrow(
      'WECHAT_PAY_PRIVATE_KEY does not belong to WECHAT_PAY_CERTIFICATE',
    )
  })

  it('the base URL is none', () => {
    expect(() => configWith({ WECHAT_PAY_BASE_URL: 'api.mch.weixin.qq.com' })).toThrow(/WECHAT_PAY_BASE_URL/)
  })
})
