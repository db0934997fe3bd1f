import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'

/** What a card code says; only the card authority can write or read it. */
export interface CodeContent {
  /** Number of the card, ≤ 2^32 − 1. */
  serial: number
  /** Counts the media: each re-issue adds one. */
  generation: number
  /** Counts the codes of the card. */
  sequence: number
  /** Milliseconds since the epoch. */
  expiresAt: number
}

/** The digit after the colon marks a dynamic code. */
const DYNAMIC = '1'

/** 16 enciphered bytes and 16 bytes of their HMAC: `<64 hex>:<digit>`. @param secret 48 bytes */
export function writeCode(secret: Buffer, content: CodeContent): string {
  const plain = Buffer.alloc(16)
  plain.writeUInt32BE(content.serial, 0)
  plain.writeUInt16BE(content.generation, 4)
  plain.writeUInt32BE(content.sequence, 6)
  plain.writeUIntBE(content.expiresAt, 10, 6)
  const cipher = createCipheriv('aes-128-ecb', secret.subarray(0, 16), null).setAutoPadding(false)
  const block = Buffer.concat([cipher.update(plain), cipher.final()])
  return `${Buffer.concat([block, seal(secret, block)]).toString('hex')}:${DYNAMIC}`
}

/** @returns undefined for a code that this authority never wrote */
export function readCode(secret: Buffer, code: string): CodeContent | undefined {
  const hex = /^([0-9a-f]{64}):1$/.exec(code)?.[1]
  if (!hex) return undefined
  const bytes = Buffer.from(hex, 'hex')
  const block = bytes.subarray(0, 16)
  if (!timingSafeEqual(bytes.subarray(16), seal(secret, block))) return undefined
  const decipher = createDecipheriv('aes-128-ecb', secret.subarray(0, 16), null).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(block), decipher.final()])
  return {
    serial: plain.readUInt32BE(0),
    generation: plain.readUInt16BE(4),
    sequence: plain.readUInt32BE(6),
    expiresAt: plain.readUIntBE(10, 6),
  }
}

function seal(secret: Buffer, block: Buffer): Buffer {
  return createHmac('sha256', secret.subarray(16)).update(block).digest().subarray(0, 16)
}
