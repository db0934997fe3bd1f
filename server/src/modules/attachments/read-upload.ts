/** What was uploaded, looked at by its bytes: scanned, then encoded anew. Its name and declared type are never asked. */
import type { AttachmentKind } from 'shared/attachments/contract'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { readPicture } from './picture'
import { readSound } from './sound'

export interface ReadUpload {
  mediaType: string
  full: Buffer
  thumbnail: Buffer | null
  width: number | null
  height: number | null
  seconds: number | null
}

export type UploadRefusal =
  'attachment_type' | 'attachment_unreadable' | 'sound_too_long' | 'attachment_infected' | 'virus_scan_unavailable'

/** Before anything decodes it: a decoder is what a bad file aims at. */
const scan = async (
  { virusScan, log }: Context,
  bytes: Buffer,
): Promise<Problem<'attachment_infected' | 'virus_scan_unavailable'> | undefined> => {
  const found = virusScan ? await virusScan(bytes) : 'clean'
  if (found === 'clean') return undefined
  log.warn({ found }, 'an upload did not pass the virus scan')
  return problem(found === 'infected' ? 'attachment_infected' : 'virus_scan_unavailable')
}

export const readUploaded = async (
  context: Context,
  kind: AttachmentKind,
  bytes: Buffer,
): Promise<ReadUpload | Problem<UploadRefusal>> => {
  const refused = await scan(context, bytes)
  if (refused) return refused
  if (kind === 'picture') {
    const picture = await readPicture(bytes)
    return isProblem(picture) ? picture : { ...picture, seconds: null }
  }
  const sound = await readSound(bytes, context.config.SOUND_MAX_SECONDS)
  if (isProblem(sound)) return sound
  const { mediaType, seconds } = sound
  return { mediaType, full: sound.bytes, thumbnail: null, width: null, height: null, seconds }
}
