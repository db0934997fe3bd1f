/** OAuth2 client credentials (SMART backend services): one token for all, renewed before it ends. */
import type { Config } from '../../config'
import { type Transport, Unreachable } from './transport'

export interface AccessTokens {
  /** The value of `Authorization`, or undefined when the platform wants none. @throws Unreachable */
  authorization(): Promise<string | undefined>
  /** The platform refused this one: the next caller asks for a new one, unless somebody has done so. */
  forget(authorization: string | undefined): void
}

/** A token is renewed before it ends: by so much, or by a tenth of its life when that is less. */
const renewBeforeMs = 30_000

/** The client's secret goes to this address, so one that a document names must be https or the platform itself. */
const trusted = (tokenUrl: string, baseUrl: string): boolean =>
  URL.canParse(tokenUrl) &&
  (new URL(tokenUrl).protocol === 'https:' || new URL(tokenUrl).origin === new URL(baseUrl).origin)

const discover = async (transport: Transport, baseUrl: string): Promise<string> => {
  const url = `${baseUrl}/.well-known/smart-configuration`
  const { status, body } = await transport({ method: 'GET', url, headers: { Accept: 'application/json' } })
  const found = (body as { token_endpoint?: unknown } | undefined)?.token_endpoint
  if (status !== 200 || typeof found !== 'string') throw new Unreachable('no smart-configuration')
  if (!trusted(found, baseUrl)) throw new Unreachable('its token address is not trustworthy')
  return found
}

export const createAccessTokens = (config: Config, transport: Transport): AccessTokens => {
  const { COUNTY_CLIENT_ID: id, COUNTY_CLIENT_SECRET: secret } = config
  let token: { value: string; until: number } | undefined
  let asking: Promise<string> | undefined

  const ask = async (): Promise<string> => {
    const url = config.COUNTY_TOKEN_URL ?? (await discover(transport, config.COUNTY_FHIR_URL))
    const credentials = `${encodeURIComponent(id ?? '')}:${encodeURIComponent(secret ?? '')}`
    const { status, body } = await transport({
      method: 'POST',
      url,
      headers: {
        Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body: 'grant_type=client_credentials&scope=system%2F*.*',
    })
    const { access_token: value, expires_in: seconds } = (body ?? {}) as { access_token?: string; expires_in?: number }
    if (status !== 200 || !value) throw new Unreachable(`no access token (${status})`)
    const life = (seconds ?? 300) * 1000
    token = { value, until: Date.now() + life - Math.min(renewBeforeMs, life / 10) }
    return value
  }
  return {
    async authorization() {
      if (!id) return undefined
      if (token && token.until > Date.now()) return `Bearer ${token.value}`
      asking ??= ask().finally(() => (asking = undefined))
      return `Bearer ${await asking}`
    },
    forget(authorization) {
      if (token && authorization === `Bearer ${token.value}`) token = undefined
    },
  }
}
