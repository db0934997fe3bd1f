/** A picture or sound to show. Players ask for sound in ranges, iOS for no other. */
import type { Context as Koa } from 'koa'
import parseRange from 'range-parser'
import type { ShownFile } from 'shared/kernel/endpoint'

export const sendFile = (koa: Koa, { bytes, type }: ShownFile): void => {
  koa.set('Content-Disposition', 'inline')
  koa.set('Accept-Ranges', 'bytes')
  // The mini-program's pages are not of our origin; who may see it, its link has decided.
  koa.set('Cross-Origin-Resource-Policy', 'cross-origin')
  koa.type = type
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ranges = koa.get('Range') ? parseRange(body.length, koa.get('Range'), { combine: true }) : -2
  if (ranges === -1) {
    koa.status = 416
    koa.set('Content-Range', `bytes */${body.length}`)
    koa.body = ''
    return
  }
  // More than one range, or what is no range of bytes: the whole, as RFC 9110 allows.
  const [range, ...more] = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : []
  if (!range || more.length) {
    koa.body = body
    return
  }
  koa.status = 206
  koa.set('Content-Range', `bytes ${range.start}-${range.end}/${body.length}`)
  koa.body = body.subarray(range.start, range.end + 1)
}
