/** Files as phones send them, and as people send them who want to find out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import sharp from 'sharp'

/** What an editor or a phone writes into a picture besides what is seen. */
export const hidden = { place: 'GPSLatitude', owner: 'invented-owner-of-the-phone' }

/** A JPEG lying on its side, as phones take them, with place, owner and comment in it. */
export const photo = async (width = 1200, height = 800): Promise<Buffer> => {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251))
  return sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Artist: hidden.owner },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 3230/100', GPSLongitudeRef: 'E' },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><note>${hidden.owner}</note></x:xmpmeta>`)
    .toBuffer()
}
export const png = (width = 40, height = 30): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 20, b: 20, alpha: 0.5 } } })
    .png()
    .toBuffer()
export const webp = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#123456' } })
    .webp()
    .toBuffer()

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, tail])
}
/** A black PNG of one bit a pixel: a few KB, whatever its size. */
export const bomb = (side = 9_000): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 1
  const start = Buffer.from('89504e470d0a1a0a', 'hex')
  const data = chunk('IDAT', deflateSync(Buffer.alloc((1 + Math.ceil(side / 8)) * side)))
  return Buffer.concat([start, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))])
}
export const movingPng = async (): Promise<Buffer> => {
  const still = await png()
  // acTL (frames, plays) right after IHDR.
  return Buffer.concat([
    still.subarray(0, 33),
    chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])),
    still.subarray(33),
  ])
}

/** 26 ms of silence each: MPEG 1 layer III, 128 kbit/s, 44.1 kHz; ID3 tags before and after. */
export const mp3 = (seconds: number): Buffer => {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  const frames = Array.from({ length: Math.round((seconds * 44_100) / 1152) }, () => frame)
  const text = Buffer.from(`\0${hidden.owner}`)
  const title = Buffer.concat([Buffer.from('TIT2'), Buffer.from([0, 0, 0, text.length, 0, 0]), text])
  const id3 = Buffer.concat([Buffer.from('ID3\x03\0\0'), Buffer.from([0, 0, 0, title.length]), title])
  return Buffer.concat([id3, ...frames, Buffer.concat([Buffer.from(`TAG${hidden.owner}`)], 128)])
}
/** 23 ms each: ADTS, AAC-LC, 44.1 kHz. */
export const aac = (seconds: number): Buffer => {
  const frame = Buffer.alloc(27)
  frame.set([0xff, 0xf1, 0x50, 0x40, 27 >> 3, ((27 & 7) << 5) | 0x1f, 0xfc, 0x01, 0x18, 0x20, 0x07])
  return Buffer.concat(Array.from({ length: Math.round((seconds * 44_100) / 1024) }, () => frame))
}
export const wav = (seconds: number): Buffer => {
  const data = Buffer.alloc(Math.round(seconds * 16_000) * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(16_000, 24)
  head.writeUInt32LE(32_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}
/** Recorded by Chromium from its own test tone, 3.2 s of opus: WebM without a duration, MP4 in fragments. */
export const recorded = (kind: 'webm' | 'mp4'): Buffer => readFileSync(join(__dirname, 'fixtures', `recorded.${kind}`))
