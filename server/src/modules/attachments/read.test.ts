/** What is taken and what is not, by its bytes. */
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
} from 'mediabunny'
import sharp from 'sharp'
import { isProblem } from 'shared/kernel/errors'
import { readPicture } from './picture'
import { readSound } from './sound'
import { aac, bomb, hidden, movingPng, mp3, photo, png, recorded, wav, webp } from '../../testing/files'

const codeOf = (read: unknown): string => (isProblem(read) ? read.code : 'taken')
const picture = async (bytes: Buffer) => {
  const read = await readPicture(bytes)
  if (isProblem(read)) throw new Error(read.code)
  return read
}
const sound = async (bytes: Buffer, seconds = 60) => {
  const read = await readSound(bytes, seconds)
  if (isProblem(read)) throw new Error(read.code)
  return read
}

describe('pictures', () => {
  it('is upright, small enough, a JPEG, and nothing that was hidden in it is left', async () => {
    const original = await photo(3000, 1500)
    expect(original.includes(hidden.owner)).toBe(true)
    expect((await sharp(original).metadata()).exif).toBeDefined()

    const { full, thumbnail, width, height } = await picture(original)
    expect({ width, height }).toEqual({ width: 1024, height: 2048 })
    for (const [bytes, side] of [
      [full, 2048],
      [thumbnail, 320],
    ] as const) {
      const { format, exif, xmp, icc, iptc, orientation, ...of } = await sharp(bytes).metadata()
      expect({ format, exif, xmp, icc, iptc, orientation }).toEqual({ format: 'jpeg' })
      expect(Math.max(of.width, of.height)).toBe(side)
      expect(bytes.includes(hidden.owner)).toBe(false)
    }
  })

  it('is not made larger, and what is transparent becomes white', async () => {
    const { width, height, full } = await picture(await png(40, 30))
    expect({ width, height }).toEqual({ width: 40, height: 30 })
    const { channels, dominant } = await sharp(full)
      .stats()
      .then(s => ({ channels: s.channels.length, dominant: s.dominant }))
    expect(channels).toBe(3)
    expect(dominant.r).toBeGreaterThan(200)
    expect((await picture(await webp())).width).toBe(40)
  })

  it('loses what was appended: a picture that is a page too', async () => {
    const page = '<script>alert(1)</script>'
    const { full } = await picture(Buffer.concat([await photo(), Buffer.from(page)]))
    expect(full.includes(page)).toBe(false)
  })

  it('may be large, but not without end', async () => {
    expect((await picture(bomb(7_000))).width).toBe(2048)
    expect(codeOf(await readPicture(bomb(9_000)))).toBe('attachment_unreadable')
  })

  it('is read in its turn when many come at once, also after one that cannot be read', async () => {
    const [good, bad] = [await png(), (await photo()).subarray(0, 4000)]
    const read = await Promise.all([bad, good, bad, good, good, bad, good].map(bytes => readPicture(bytes)))
    const [no, yes] = ['attachment_unreadable', undefined]
    expect(read.map(r => (isProblem(r) ? r.code : undefined))).toEqual([no, yes, no, yes, yes, no, yes])
  })

  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['a page', () => Buffer.from('<html><script>alert(1)</script></html>'), 'attachment_type'],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'attachment_type'],
    ['HEIC', () => Buffer.from('000000186674797068656963000000006865696366747970', 'hex'), 'attachment_type'],
    ['a GIF', () => Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'attachment_type'],
    ['TIFF', () => Buffer.from('49492a0008000000', 'hex'), 'attachment_type'],
    ['PDF', () => Buffer.from('%PDF-1.7\n'), 'attachment_type'],
    ['sound', () => mp3(1), 'attachment_type'],
    ['a moving PNG', movingPng, 'attachment_type'],
    [
      'a page behind a JPEG’s first bytes',
      () => Buffer.from('\xff\xd8\xff\xe0<html>', 'latin1'),
      'attachment_unreadable',
    ],
    ['a picture cut short', async () => (await photo()).subarray(0, 4000), 'attachment_unreadable'],
  ])('%s is refused: %#', async (_what, make, code) => {
    expect(codeOf(await readPicture(await make()))).toBe(code)
  })
})

/** In fragments and without a length in its head, as browsers record it. */
const recordedAac = async (seconds: number): Promise<Buffer> => {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented' }), target })
  const source = new EncodedAudioPacketSource('aac')
  output.addAudioTrack(source)
  output.setMetadataTags({ title: hidden.owner })
  await output.start()
  const frame = Uint8Array.of(0x01, 0x18, 0x20, 0x07)
  const decoderConfig = {
    codec: 'mp4a.40.2',
    numberOfChannels: 1,
    sampleRate: 44_100,
    description: Uint8Array.of(0x12, 0x08),
  }
  for (let n = 0; n < Math.round((seconds * 44_100) / 1024); n++)
    await source.add(new EncodedPacket(frame, 'key', (n * 1024) / 44_100, 1024 / 44_100), { decoderConfig })
  await output.finalize()
  return Buffer.from(target.buffer!)
}

/** Packets that nobody decodes, in a container. */
const opusIn = async (format: Mp4OutputFormat | OggOutputFormat, seconds: number): Promise<Buffer> => {
  const target = new BufferTarget()
  const output = new Output({ format, target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  output.setMetadataTags({ title: hidden.owner })
  await output.start()
  const description = Uint8Array.from(Buffer.from('4f707573486561640101000080bb0000000000', 'hex'))
  const decoderConfig = { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000, description }
  for (let at = 0; at < seconds * 50; at++)
    await source.add(new EncodedPacket(Uint8Array.of(0xf8, 0xff, 0xfe), 'key', at / 50, 1 / 50), { decoderConfig })
  await output.finalize()
  return Buffer.from(target.buffer!)
}

describe('sound', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, string, number]>([
    ['mp3', () => mp3(2.9), 'audio/mpeg', 3],
    ['aac', () => aac(3), 'audio/mp4', 3],
    ['aac as browsers record it', () => recordedAac(3), 'audio/mp4', 3],
    ['wav', () => wav(3), 'audio/wav', 3],
    ['what Chromium records', () => recorded('webm'), 'audio/webm', 4],
    ['what Chromium records as MP4', () => recorded('mp4'), 'audio/webm', 4],
    ['ogg', () => opusIn(new OggOutputFormat(), 3), 'audio/webm', 3],
    ['m4a', () => opusIn(new Mp4OutputFormat(), 3), 'audio/webm', 3],
  ])('%s is taken, its tags are not', async (_what, make, mediaType, seconds) => {
    const read = await sound(await make())
    expect(read).toMatchObject({ mediaType, seconds })
    expect(read.bytes.includes(hidden.owner)).toBe(false)
    // What is kept can be read again, and is as long.
    expect(await sound(read.bytes)).toMatchObject({ mediaType, seconds })
  })

  it('aac is kept as m4a', async () => {
    expect((await sound(aac(2))).bytes.subarray(4, 8).toString()).toBe('ftyp')
  })

  it.each<[string, (seconds: number) => Buffer | Promise<Buffer>]>([
    ['mp3', mp3],
    ['aac', aac],
    ['wav', wav],
    ['ogg', seconds => opusIn(new OggOutputFormat(), seconds)],
  ])('%s may be as long as told and a moment longer, no more', async (_what, make) => {
    expect((await sound(await make(10.5), 10)).seconds).toBe(10)
    const refused = await readSound(await make(11.5), 10)
    expect(refused).toMatchObject({ code: 'sound_too_long', details: { seconds: 10 } })
  })

  it('a header that lies about the length helps nobody', async () => {
    const long = await opusIn(new Mp4OutputFormat(), 30)
    // mvhd, tkhd and mdhd all say: nothing. The samples say thirty seconds.
    for (const box of ['mvhd', 'mdhd']) long.writeUInt32BE(1, long.indexOf(box) + 20)
    expect(codeOf(await readSound(long, 10))).toBe('sound_too_long')
  })

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a page', () => Buffer.from('<html></html>')],
    ['a picture', () => photo()],
    ['nothing that sounds', () => Buffer.alloc(5000)],
    ['a container cut short', () => recorded('webm').subarray(0, 60)],
    ['sound without a single packet', () => wav(0)],
  ])('%s is refused', async (_what, make) => {
    expect(['attachment_type', 'attachment_unreadable']).toContain(codeOf(await readSound(await make(), 60)))
  })
})
