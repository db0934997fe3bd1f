/**
 * A bucket on loopback that speaks as much of S3 as we use, and believes nothing: each request's Signature Version 4 is
 * worked out anew from AWS's description, with none of the code that signed it.
 */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const bucketKeys = { accessKey: 'access-key-of-tests', secretKey: 'secret-key-of-tests', region: 'yunxi-1' }

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Why S3 would refuse this request, or null. */
const refusalOf = (request: IncomingMessage, body: Buffer): string | null => {
  const read = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    request.headers.authorization ?? '',
  )
  if (!read) return 'MissingSecurityHeader'
  const [, credential = '', names = '', signature] = read
  const [accessKey, day, region, service, end] = credential.split('/')
  if (accessKey !== bucketKeys.accessKey) return 'InvalidAccessKeyId'
  if (region !== bucketKeys.region || service !== 's3' || end !== 'aws4_request') return 'AuthorizationHeaderMalformed'
  const time = String(request.headers['x-amz-date'])
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!time.startsWith(String(day)) || !(Math.abs(at - Date.now()) < 15 * 60_000)) return 'RequestTimeTooSkewed'
  const hash = request.headers['x-amz-content-sha256']
  if (hash !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  for (const must of ['host', 'x-amz-content-sha256', 'x-amz-date'])
    if (!names.split(';').includes(must)) return 'AccessDenied'
  const headers = names.split(';').map(name => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, request.url, '', headers.join(''), names, hash].join('\n')
  const text = ['AWS4-HMAC-SHA256', time, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n')
  const key = [String(day), String(region), 's3', 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${bucketKeys.secretKey}`,
  )
  return hmac(key, text).toString('hex') === signature ? null : 'SignatureDoesNotMatch'
}

export const startBucket = async () => {
  const objects = new Map<string, Buffer>()
  const refused: string[] = []
  /** Answers that come first, whatever is asked. */
  const faults: number[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const fault = faults.shift()
      if (fault === 0) return request.socket.destroy()
      if (fault) return response.writeHead(fault).end()
      const refusal = refusalOf(request, body)
      if (refusal) {
        refused.push(refusal)
        return response.writeHead(403).end(`<Error><Code>${refusal}</Code></Error>`)
      }
      const name = request.url!
      if (request.method === 'PUT') {
        objects.set(name, body)
        return response.writeHead(200).end()
      }
      if (request.method === 'DELETE') {
        objects.delete(name)
        return response.writeHead(204).end()
      }
      const found = objects.get(name)
      return found ? response.writeHead(200).end(found) : response.writeHead(404).end('<Error/>')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/attachments`,
    /** By path. */
    objects,
    refused,
    faults,
    async stop(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
export type Bucket = Awaited<ReturnType<typeof startBucket>>
