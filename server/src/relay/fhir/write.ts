/** Sending writes: bundled as a batch where the platform can, else one by one. Each is answered for itself. */
import type { Bundle, BundleEntry, BundleEntryRequest } from '@medplum/fhirtypes'
import type { Relayed } from '../mapping'
import type { Capabilities } from './capability'
import { type FhirClient, retryAfterMs } from './client'
import { outcomeText } from './outcome-text'
import { type Answer, Unreachable } from './transport'

export interface Write {
  /** POST creates unless `ifNoneExist` finds one; PUT updates `id` if it still is `ifMatch`. */
  method: 'POST' | 'PUT'
  resource: Relayed
  id?: string
  ifNoneExist?: string
  ifMatch?: string
}

export interface WriteAnswer {
  /** Of this write alone; 0 when nothing is known of it. */
  status: number
  /** The answer was about the whole exchange, not about this write. */
  whole: boolean
  platformId: string | null
  etag: string | null
  why: string
  retryAfterMs: number
}

/** Requests in flight at a platform that cannot take batches. */
const singlesAtOnce = 8

const urlOf = ({ method, resource, id }: Write): string =>
  method === 'PUT' ? `${resource.resourceType}/${id}` : resource.resourceType

const idIn = (location: string | undefined): string | null =>
  /[A-Z][A-Za-z]+\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(location ?? '')?.[1] ?? null

const ofWhole = (answer: Answer, whole: boolean): WriteAnswer => ({
  status: answer.status,
  whole,
  platformId: idIn(answer.headers.location) ?? (answer.body as { id?: string } | undefined)?.id ?? null,
  etag: answer.headers.etag ?? null,
  why: `${answer.status} ${outcomeText(answer.body) ?? ''}`.trim(),
  retryAfterMs: retryAfterMs(answer.headers, Date.now()),
})
const unknown = (why: string): WriteAnswer => ({
  status: 0,
  whole: true,
  platformId: null,
  etag: null,
  why,
  retryAfterMs: 0,
})

/** Every entry's own status is read: a server was seen to answer 200 with a 412 inside. */
const ofEntry = (entry: BundleEntry | undefined): WriteAnswer => {
  const { status = '', location, etag, outcome } = entry?.response ?? {}
  const code = Number(/^\d{3}/.exec(status)?.[0] ?? 0)
  const why = `${status} ${outcomeText(outcome) ?? ''}`.trim()
  return { status: code, whole: false, platformId: idIn(location), etag: etag ?? null, why, retryAfterMs: 0 }
}

const sendOne = async (client: FhirClient, write: Write): Promise<WriteAnswer> => {
  const headers = {
    Prefer: 'return=minimal',
    ...(write.ifNoneExist && { 'If-None-Exist': write.ifNoneExist }),
    ...(write.ifMatch && { 'If-Match': write.ifMatch }),
  }
  try {
    const answer = await client.request({ method: write.method, path: urlOf(write), headers, body: write.resource })
    return ofWhole(answer, answer.status === 401 || answer.status === 429 || answer.status >= 500)
  } catch (error) {
    if (error instanceof Unreachable) return unknown(error.why)
    throw error
  }
}

const sendSingly = async (client: FhirClient, writes: Write[]): Promise<WriteAnswer[]> => {
  const answers: WriteAnswer[] = []
  for (let at = 0; at < writes.length; at += singlesAtOnce)
    answers.push(...(await Promise.all(writes.slice(at, at + singlesAtOnce).map(write => sendOne(client, write)))))
  return answers
}

const entryOf = (write: Write): BundleEntry => {
  const { method, ifNoneExist, ifMatch, resource } = write
  const request: BundleEntryRequest = {
    method,
    url: urlOf(write),
    ...(ifNoneExist && { ifNoneExist }),
    ...(ifMatch && { ifMatch }),
  }
  return { resource, request }
}

/** The platform did not like the Bundle: something in it, or its size. */
const worthSplitting = [400, 413, 422]

const sendBatch = async (client: FhirClient, writes: Write[]): Promise<WriteAnswer[]> => {
  const bundle: Bundle = { resourceType: 'Bundle', type: 'batch', entry: writes.map(entryOf) }
  let answer: Answer
  try {
    answer = await client.request({ method: 'POST', path: '', headers: { Prefer: 'return=minimal' }, body: bundle })
  } catch (error) {
    if (error instanceof Unreachable) return writes.map(() => unknown(error.why))
    throw error
  }
  const response = answer.body as Bundle | undefined
  if (answer.status >= 200 && answer.status < 300) {
    if (response?.resourceType !== 'Bundle' || response.entry?.length !== writes.length)
      return writes.map(() => unknown('the answer to a batch has other entries than the batch'))
    return response.entry.map(ofEntry)
  }
  if (!worthSplitting.includes(answer.status)) return writes.map(() => ofWhole(answer, true))
  if (writes.length === 1) return [ofWhole(answer, false)]
  const middle = Math.ceil(writes.length / 2)
  return [...(await sendBatch(client, writes.slice(0, middle))), ...(await sendBatch(client, writes.slice(middle)))]
}

/** @returns one answer per write, in their order. */
export const sendWrites = (client: FhirClient, { batch }: Capabilities, writes: Write[]): Promise<WriteAnswer[]> =>
  writes.length ? (batch ? sendBatch : sendSingly)(client, writes) : Promise.resolve([])
