import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { canonical } from './document'
import { type Algorithm, newKeyPair, signText, verifyText } from './sign'

const algorithms: Algorithm[] = ['Ed25519', 'SM2']

describe.each(algorithms)('%s', algorithm => {
  const keys = newKeyPair(algorithm)
  const other = newKeyPair(algorithm)

  test('verifies what it signed, whatever the words, and under no other key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const signature = signText(algorithm, keys.privateKey, text)
        expect(verifyText(algorithm, keys.publicKey, text, signature)).toBe(true)
        expect(verifyText(algorithm, other.publicKey, text, signature)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  test('one changed character or one changed bit, wherever it is, does not verify', () => {
    const text = '{"diagnosis":"高血压","medications":["氨氯地平片 5mg 每日一次"]}'
    const signature = Buffer.from(signText(algorithm, keys.privateKey, text), 'base64')
    const bit = fc.nat(signature.length * 8 - 1)
    fc.assert(
      fc.property(fc.nat(text.length - 1), bit, (at, n) => {
        const changedText = text.slice(0, at) + (text[at] === '天' ? '地' : '天') + text.slice(at + 1)
        expect(verifyText(algorithm, keys.publicKey, changedText, signature.toString('base64'))).toBe(false)
        const changed = Buffer.from(signature)
        changed[n >> 3]! ^= 1 << (n & 7)
        expect(verifyText(algorithm, keys.publicKey, text, changed.toString('base64'))).toBe(false)
      }),
      { numRuns: 40 },
    )
  })

  test('what is no signature and no key is not valid', () => {
    const signature = signText(algorithm, keys.privateKey, '高血压')
    for (const broken of ['', 'AA==', keys.publicKey]) {
      expect(verifyText(algorithm, keys.publicKey, '高血压', broken)).toBe(false)
      expect(verifyText(algorithm, broken === keys.publicKey ? '' : broken, '高血压', signature)).toBe(false)
    }
  })
})

/** GM/T 0003.5-2012, annex A: the recommended curve's example of a signature. */
test('verifies the SM2 standard’s own example', () => {
  const point =
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
  const publicKey = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`, 'hex').toString(
    'base64',
  )
  const r = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'
  const s = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'
  const signature = Buffer.from(`3046022100${r}022100${s}`, 'hex').toString('base64')
  expect(verifyText('SM2', publicKey, 'message digest', signature)).toBe(true)
  expect(verifyText('SM2', publicKey, 'message digests', signature)).toBe(false)
})

test('OpenSSL verifies our SM2 signatures, and we those of OpenSSL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-'))
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const sm2 = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678']
  const text = '高血压，血压控制稳定'
  writeFileSync(file('text'), text)
  try {
    const ours = newKeyPair('SM2')
    writeFileSync(file('our.key'), Buffer.from(ours.publicKey, 'base64'))
    writeFileSync(file('our.signature'), Buffer.from(signText('SM2', ours.privateKey, text), 'base64'))
    const key = ['-pubin', '-keyform', 'DER', '-inkey', 'our.key']
    const verified = openssl('pkeyutl', '-verify', ...sm2, ...key, '-in', 'text', '-sigfile', 'our.signature')
    expect(verified.toString()).toContain('Signature Verified Successfully')
    openssl('genpkey', '-algorithm', 'SM2', '-out', 'their.key')
    const publicKey = openssl('pkey', '-in', 'their.key', '-pubout', '-outform', 'DER').toString('base64')
    const signature = openssl('pkeyutl', '-sign', ...sm2, '-inkey', 'their.key', '-in', 'text').toString('base64')
    expect(verifyText('SM2', publicKey, text, signature)).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the same document is the same text, whatever the order it was put together in', () => {
  const one = { b: [2, { d: 1, c: null }], a: '高血压' }
  const two = { a: '高血压', b: [2, { c: null, d: 1 }] }
  expect(canonical(one)).toBe('{"a":"高血压","b":[2,{"c":null,"d":1}]}')
  expect(canonical(two)).toBe(canonical(one))
})
