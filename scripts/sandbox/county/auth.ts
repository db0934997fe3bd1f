import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type Call, type Reply } from './call'

interface AuthOptions {
  clientId: string
  clientSecret: string
  tokenSeconds?: number
  now: () => number
}

/** OAuth2 client credentials as SMART backend services use them; tokens live in memory, so a restart ends them. */
export function createAuth(options: AuthOptions) {
  const { tokenSeconds = 300 } = options
  const tokens = new Map<string, number>()
  return {
    /** POST /oauth/token, credentials by HTTP Basic or in the form. */
    token(call: Call): Reply {
      const form = new URLSearchParams(call.body.toString())
      if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type')
      const { id, secret } = credentialsOf(call, form)
      if (!same(id, options.clientId) || !same(secret, options.clientSecret)) return refusal(401, 'invalid_client')
      const token = randomBytes(24).toString('hex')
      tokens.set(token, options.now() + tokenSeconds * 1000)
      return {
        status: 200,
        headers: { 'Cache-Control': 'no-store' },
        body: { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds, scope: 'system/*.*' },
      }
    },
    allows(call: Call): boolean {
      const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? ''
      const expiresAt = tokens.get(token)
      if (expiresAt !== undefined && expiresAt <= options.now()) tokens.delete(token)
      return tokens.has(token)
    },
    forgetTokens: (): void => tokens.clear(),
  }
}

export function smartConfiguration(origin: string): Reply {
  return {
    status: 200,
    body: {
      token_endpoint: `${origin}/oauth/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: ['system/*.*'],
      capabilities: ['client-confidential-symmetric'],
    },
  }
}

function refusal(status: number, error: string): Reply {
  return { status, body: { error } }
}

function credentialsOf(call: Call, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic (.+)$/.exec(call.headers.authorization ?? '')?.[1]
  if (!basic) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(/:(.*)/s)
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) }
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
