/**
 * Pictures: decoded and encoded anew, so that nothing of what was uploaded goes on but what is seen. Where it was taken,
 * by which phone, hidden comments, and whatever else a file may hold besides, are gone.
 */
import sharp, { type Sharp } from 'sharp'
import { type Problem, problem } from 'shared/kernel/errors'

export interface Picture {
  mediaType: 'image/jpeg'
  full: Buffer
  thumbnail: Buffer
  width: number
  height: number
}

/** Longest side, in pixels. */
const fullSide = 2048
const thumbnailSide = 320
/** What phones take; more is a decompression bomb, or as good as one. */
const maxPixels = 64_000_000
const decodeSeconds = 20

// Only the decoders that are needed: each of the others is a way in.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})
// A picture comes once and takes one thread: people wait for the database too.
sharp.cache(false)
sharp.concurrency(1)

const startsWith = (bytes: Buffer, hex: string, at = 0): boolean =>
  bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'))

/** By its first bytes; its name and what the sender calls it say nothing. */
const isPicture = (bytes: Buffer): boolean =>
  startsWith(bytes, 'ffd8ff') ||
  startsWith(bytes, '89504e470d0a1a0a') ||
  (startsWith(bytes, '52494646') && startsWith(bytes, '57454250', 8))

const isMoving = (bytes: Buffer): boolean =>
  // APNG's control chunk stands before the first picture data, WebP's beside its header.
  (startsWith(bytes, '89504e47') && bytes.subarray(0, 4096).includes('acTL')) ||
  (startsWith(bytes, '52494646') && bytes.subarray(0, 64).includes('ANIM'))

/**
 * A small file made for it takes half a gigabyte and a second or two of a thread for which files and passcodes wait too.
 * So few at once, the others in their order.
 */
const atOnce = 2
let decoding = 0
const waiting: (() => void)[] = []
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  // Whoever ends hands on their place.
  if (decoding >= atOnce) await new Promise<void>(begin => waiting.push(begin))
  else decoding++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else decoding--
  }
}

const encode = (from: Sharp, side: number, quality: number) =>
  from
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality })
    .timeout({ seconds: decodeSeconds })
    .toBuffer({ resolveWithObject: true })

const encodeAnew = async (bytes: Buffer): Promise<Picture> => {
  const decoded = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true })
  const { data: full, info } = await encode(decoded, fullSide, 82)
  const { data: thumbnail } = await encode(sharp(full), thumbnailSide, 75)
  return { mediaType: 'image/jpeg', full, thumbnail, width: info.width, height: info.height }
}

export const readPicture = async (
  bytes: Buffer,
): Promise<Picture | Problem<'attachment_type' | 'attachment_unreadable'>> => {
  if (!isPicture(bytes) || isMoving(bytes)) return problem('attachment_type')
  return inTurn(() => encodeAnew(bytes)).catch(() => problem('attachment_unreadable'))
}
