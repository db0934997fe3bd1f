import { randomBytes } from 'node:crypto'
import { createFieldCipher } from './field-cipher'

const key = (id: string) => ({ id, key: randomBytes(32) })
const [k1, k2] = [key('k1'), key('k2')]
const indexKey = randomBytes(32)
const cipher = createFieldCipher([k1], indexKey)

test('opens what it sealed, and seals the same text differently each time', () => {
  const [a, b] = [cipher.seal('陈桂芳', 'name'), cipher.seal('陈桂芳', 'name')]
  expect(a).not.toBe(b)
  expect(cipher.open(a, 'name')).toBe('陈桂芳')
  expect(a).not.toContain('陈')
})

test('a changed text, another field or an unknown key does not open', () => {
  const sealed = cipher.seal('19900000001', 'phone')
  const body = Buffer.from(sealed.slice(3), 'base64url')
  for (const at of [0, 12, body.length - 1]) {
    const changed = Buffer.from(body)
    changed[at]! ^= 1
    expect(() => cipher.open(`k1.${changed.toString('base64url')}`, 'phone')).toThrow()
  }
  expect(() => cipher.open(sealed, 'address')).toThrow()
  expect(() => createFieldCipher([k2], indexKey).open(sealed, 'phone')).toThrow('No data key')
})

test('after a new key old texts open still, are known as old, and new ones use the new key', () => {
  const old = cipher.seal('青石镇', 'address')
  const rotated = createFieldCipher([k2, k1], indexKey)
  expect(rotated.open(old, 'address')).toBe('青石镇')
  expect([rotated.isOld(old), rotated.isOld(rotated.seal('青石镇', 'address'))]).toEqual([true, false])
})

test('the index is the same for the same value of a field, whatever the data key, and tells nothing', () => {
  const rotated = createFieldCipher([k2, k1], indexKey)
  expect(rotated.index('19900000001', 'phone')).toBe(cipher.index('19900000001', 'phone'))
  expect(cipher.index('19900000001', 'phone')).not.toBe(cipher.index('19900000001', 'name'))
  const otherKey = createFieldCipher([k1], randomBytes(32))
  expect(otherKey.index('19900000001', 'phone')).not.toBe(cipher.index('19900000001', 'phone'))
})
