/**
 * Sound: taken apart into its packets and put into a new container, so that titles, comments, pictures and whatever else
 * a file may hold besides are gone, and its length is what is really heard, not what a header claims. Nothing is decoded.
 */
import {
  ADTS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MP3,
  MP4,
  MATROSKA,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OGG,
  Output,
  QTFF,
  WAVE,
  WEBM,
  WavOutputFormat,
  WebMOutputFormat,
} from 'mediabunny'
import { type Problem, problem } from 'shared/kernel/errors'

export interface Sound {
  mediaType: string
  bytes: Buffer
  seconds: number
}

/** What phones and browsers record, and what it is kept as. */
const kept = {
  mp3: { mediaType: 'audio/mpeg', format: () => new Mp3OutputFormat() },
  aac: { mediaType: 'audio/mp4', format: () => new Mp4OutputFormat({ fastStart: 'in-memory' }) },
  opus: { mediaType: 'audio/webm', format: () => new WebMOutputFormat() },
  'pcm-s16': { mediaType: 'audio/wav', format: () => new WavOutputFormat() },
} as const
type Codec = keyof typeof kept
const isKept = (codec: string | null): codec is Codec => codec !== null && Object.hasOwn(kept, codec)

/** A recorder stops a little after its time. */
const toleranceSeconds = 1
/** The shortest packets (2.5 ms) of the longest sound: more is made to keep us busy. */
const packetsASecond = 400

/** Null: longer than it may be, or nothing that goes on in time. */
const packetsOf = async (track: InputAudioTrack, maxSeconds: number): Promise<EncodedPacket[] | null> => {
  const packets: EncodedPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    packets.push(packet)
    const end = packet.timestamp + packet.duration - packets[0]!.timestamp
    if (end > maxSeconds || packets.length > maxSeconds * packetsASecond) return null
  }
  return packets
}

const pack = async (track: InputAudioTrack, codec: Codec, packets: EncodedPacket[]): Promise<Buffer> => {
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined
  const target = new BufferTarget()
  const output = new Output({ format: kept[codec].format(), target })
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  await output.start()
  const start = packets[0]!.timestamp
  for (const packet of packets)
    await source.add(packet.clone({ timestamp: packet.timestamp - start }), { decoderConfig })
  await output.finalize()
  return Buffer.from(target.buffer!)
}

const onlySound = async (bytes: Buffer): Promise<InputAudioTrack | null> => {
  const formats = [MP3, ADTS, MP4, QTFF, WEBM, MATROSKA, OGG, WAVE]
  const input = new Input({ source: new BufferSource(bytes), formats })
  if (!(await input.canRead())) return null
  const tracks = await input.getTracks()
  const [track] = tracks
  return tracks.length === 1 && track!.isAudioTrack() ? track : null
}

/** mp3, aac, m4a, opus (webm, ogg, mp4) or plain wav; by its content, whatever its name. */
export const readSound = async (
  bytes: Buffer,
  maxSeconds: number,
): Promise<Sound | Problem<'attachment_type' | 'attachment_unreadable' | 'sound_too_long'>> => {
  try {
    const track = await onlySound(bytes)
    const codec = track?.codec ?? null
    if (!track || !isKept(codec)) return problem('attachment_type')
    const packets = await packetsOf(track, maxSeconds + toleranceSeconds)
    if (!packets) return problem('sound_too_long', { seconds: maxSeconds })
    const last = packets.at(-1)
    const seconds = last ? last.timestamp + last.duration - packets[0]!.timestamp : 0
    if (seconds <= 0) return problem('attachment_unreadable')
    const { mediaType } = kept[codec]
    return { mediaType, bytes: await pack(track, codec, packets), seconds: Math.min(Math.ceil(seconds), maxSeconds) }
  } catch {
    return problem('attachment_unreadable')
  }
}
