/** A bucket that speaks S3 (MinIO, OSS, COS, AWS): three requests, signed by aws4fetch (Signature Version 4). */
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { type ObjectStore, checkName } from './object-store'

export interface Bucket {
  /** `https://host/bucket`, or `https://bucket.host`; objects stand right below. */
  url: string
  region: string
  accessKey: string
  secretKey: string
}

const timeoutMs = 15_000
/** Of what is repeatable, after a server's error or when nobody answers. */
const retries = 2

/** Neither the address nor the answer's text: one names an attachment, the other may repeat our signature. */
const failed = (what: string, why: unknown) => new Error(`The object store did not ${what}: ${String(why)}`)

export const s3 = ({ url, region, accessKey, secretKey }: Bucket): ObjectStore => {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries,
    initRetryMs: 100,
  })
  const base = url.replace(/\/+$/, '')

  const ask = async (method: 'PUT' | 'GET' | 'DELETE', name: string, body?: Buffer): Promise<Response> => {
    const headers = {
      // The very bytes are signed: what was changed on the way is refused.
      'X-Amz-Content-Sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
      ...(body && { 'Content-Type': 'application/octet-stream' }),
    }
    const signal = AbortSignal.timeout(timeoutMs)
    const bytes = body && new Uint8Array(body)
    const address = `${base}/${checkName(name)}`
    try {
      return await client.fetch(address, {
        method,
        headers,
        body: bytes,
        redirect: 'error',
        signal,
      })
    } catch (error) {
      throw failed(method, signal.aborted ? 'timeout' : ((error as Error).cause as { code?: string })?.code)
    }
  }

  return {
    async put(name, bytes) {
      const answer = await ask('PUT', name, bytes)
      await answer.arrayBuffer()
      if (!answer.ok) throw failed('PUT', answer.status)
    },
    async get(name) {
      const answer = await ask('GET', name)
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (answer.status === 404) return null
      if (!answer.ok) throw failed('GET', answer.status)
      return bytes
    },
    async remove(name) {
      const answer = await ask('DELETE', name)
      await answer.arrayBuffer()
      if (!answer.ok && answer.status !== 404) throw failed('DELETE', answer.status)
    },
  }
}
