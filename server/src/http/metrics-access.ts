/** Who may read /metrics: they tell how much is going on here, and when nobody would notice. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context as Koa } from 'koa'
import type { Config } from '../config'

type Asked = Pick<Koa, 'ip' | 'get'>

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** From this machine itself: what a proxy passed on is not, whether the proxy is trusted or was forgotten here. */
const fromHere = (koa: Asked): boolean =>
  loopback.test(koa.ip) && !koa.get('X-Forwarded-For') && !koa.get('Forwarded') && !koa.get('Via')

/** 200, or the status of the refusal: with METRICS_TOKEN set, who does not send it; else whoever is not on this machine. */
export const metricsStatus = (koa: Asked, { METRICS_TOKEN }: Pick<Config, 'METRICS_TOKEN'>): 200 | 401 | 404 => {
  if (!METRICS_TOKEN) return fromHere(koa) ? 200 : 404
  return timingSafeEqual(digest(koa.get('Authorization')), digest(`Bearer ${METRICS_TOKEN}`)) ? 200 : 401
}
