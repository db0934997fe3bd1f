/**
 * Reads multipart/form-data as `Taro.uploadFile` sends it: one file (`file`) and a few short fields, in any order. In
 * memory alone: nothing that was uploaded is ever on disk unencrypted.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import type { UploadedFile } from 'shared/kernel/endpoint'
import { type Problem, problem } from 'shared/kernel/errors'

export interface Upload {
  fields: Record<string, string>
  file: UploadedFile
}

const maxFields = 10
/** What stands around the file: boundaries, headers of the parts, the fields. */
const aroundBytes = 16 * 1024

const badRequest = () => Object.assign(new Error('the upload is not as it must be'), { status: 400 })

/** Same file → same text. */
export const fingerprint = ({ bytes }: UploadedFile): string => createHash('sha256').update(bytes).digest('hex')

const open = (request: IncomingMessage, maxBytes: number) => {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: {
        files: 1,
        fileSize: maxBytes,
        fields: maxFields,
        fieldNameSize: 40,
        fieldSize: 1024,
        parts: maxFields + 1,
        headerPairs: 10,
        headerSize: 4096,
      },
    })
  } catch {
    throw badRequest()
  }
}

/**
 * @param maxMb the file's limit, 1024 × 1024 bytes each
 * @returns the refusal of a file that is too large; the rest of it is not kept
 * @throws an error with status 400 when it is no form, has no file or more than one, or ends before its end
 */
export const readUpload = async (
  request: IncomingMessage,
  maxMb: number,
): Promise<Upload | Problem<'attachment_too_large'>> => {
  const maxBytes = maxMb * 1024 * 1024
  const tooLarge = problem('attachment_too_large', { limit: maxMb })
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + aroundBytes) return tooLarge
  const form = open(request, maxBytes)
  const fields = new Map<string, string>()
  const files: Buffer[] = []

  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      request.unpipe(form)
      request.resume()
      settle()
    }
    const refuse = () => end(() => reject(badRequest()))
    // Also what stands before the first part, after the last or between them, which no limit of the form's counts.
    let received = 0
    const count = (chunk: Buffer) => {
      received += chunk.length
      if (received <= maxBytes + aroundBytes) return
      request.off('data', count)
      end(() => resolve(tooLarge))
    }
    request.on('data', count)
    form.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut || fields.has(name)) return refuse()
      fields.set(name, value)
    })
    form.on('file', (name, stream) => {
      if (name !== 'file') return refuse()
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => end(() => resolve(tooLarge)))
      stream.on('error', refuse)
      stream.on('end', () => files.push(Buffer.concat(chunks)))
    })
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) form.on(limit, refuse)
    form.on('error', refuse)
    form.on('finish', () => {
      const [bytes] = files
      if (!bytes?.length) return refuse()
      resolve({ fields: Object.fromEntries(fields), file: { bytes } })
    })
    request.on('close', () => request.complete || refuse())
    request.on('error', refuse)
    request.pipe(form)
  })
}
