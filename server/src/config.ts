/**
 * The one configuration: read from the environment once, checked, and never asked of `process.env` again.
 * Every value is explained in .env.example.
 */
import * as z from 'zod'

const minutes = (fallback: number) => z.coerce.number().int().min(1).default(fallback)
const atLeastYears = (least: number, what: string) =>
  z.coerce.number().int().min(least, `must be ${least} or more: the law has ${what} kept that long`).default(least)
const url = z.url({ protocol: /^https?$/ }).transform(u => u.replace(/\/+$/, ''))
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 18:00')
const key32 = z.base64().refine(k => Buffer.from(k, 'base64').length === 32, {
  error: 'must be 32 bytes in base64 (openssl rand -base64 32)',
})

/** `id:base64,id:base64`: the first key encrypts, all of them decrypt. */
const keyRing = z.string().transform((text, ctx) => {
  const keys = text.split(',').map(entry => {
    const at = entry.indexOf(':')
    return { id: entry.slice(0, at).trim(), key: Buffer.from(entry.slice(at + 1).trim(), 'base64') }
  })
  if (keys.some(k => !/^[a-z0-9]{1,16}$/.test(k.id) || k.key.length !== 32)) {
    ctx.addIssue('must be id:key pairs, comma-separated, each key 32 bytes in base64')
    return z.NEVER
  }
  return keys
})

const Values = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Folder of the H5 build to serve; none when another server does. */
  H5_FOLDER: z.string().optional(),

  DATABASE_URL: z.url({ protocol: /^(mysql|mariadb)$/ }),
  DATABASE_POOL: z.coerce.number().int().min(2).max(500).default(20),

  /** Joins several processes; none: this is the only one, and what happens stays in its memory. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  LIVE_SOCKETS_PER_ACCOUNT: z.coerce.number().int().min(1).max(50).default(5),
  /** Messages that one phone may say over its socket. */
  LIVE_MESSAGES_PER_MINUTE: z.coerce.number().int().min(10).default(120),
  LIVE_SIGN_IN_SECONDS: z.coerce.number().min(0.1).max(60).default(5),
  LIVE_HEARTBEAT_SECONDS: z.coerce.number().min(0.1).max(300).default(25),
  /** Who is behind the open sockets is looked at again; what is told at once besides may be lost with Redis. */
  LIVE_RECHECK_SECONDS: z.coerce.number().min(0.1).max(300).default(30),

  ACCESS_TOKEN_KEY: z.string().min(32),
  ACCESS_TOKEN_MINUTES: z.coerce.number().int().min(1).max(15).default(15),
  REFRESH_TOKEN_DAYS: z.coerce.number().int().min(1).max(90).default(30),
  DATA_KEYS: keyRing,
  INDEX_KEY: key32,

  WECHAT_API_URL: url.default('https://api.weixin.qq.com'),
  WECHAT_APP_ID: z.string().min(1),
  WECHAT_APP_SECRET: z.string().min(1),
  /** `true` passes /sandbox/wechat/* through to WECHAT_API_URL: the H5 build has no WeChat of its own. */
  WECHAT_SANDBOX: z.stringbool().default(false),

  // All of the merchant's or none: wechat/pay/merchant.ts checks that they fit together.
  WECHAT_PAY_BASE_URL: url.default('https://api.mch.weixin.qq.com'),
  WECHAT_PAY_TIMEOUT_MS: z.coerce.number().int().min(100).max(30_000).default(5_000),
  WECHAT_PAY_MCHID: z.string().optional(),
  WECHAT_PAY_SERIAL: z.string().optional(),
  WECHAT_PAY_CERTIFICATE: z.string().optional(),
  WECHAT_PAY_PRIVATE_KEY: z.string().optional(),
  WECHAT_PAY_APIV3_KEY: z.string().optional(),
  WECHAT_PAY_PUBLIC_KEY_ID: z.string().optional(),
  WECHAT_PAY_PUBLIC_KEY: z.string().optional(),
  WECHAT_PAY_PLATFORM_CERTIFICATES: z.string().optional(),
  WECHAT_PAY_NOTIFY_URL: z.string().optional(),

  /** A payment that WeChat has not told of is asked about after this; so are refunds, and then ever more rarely. */
  PAYMENT_POLL_SECONDS: z.coerce.number().int().min(5).max(600).default(60),
  /** Beijing time from which the bills of the day before are fetched, and hours after which they are missing. */
  BILLS_AT: clockTime.default('10:00'),
  BILLS_MISSING_HOURS: z.coerce.number().min(0).max(24).default(2),
  /** Numbers that one person, or one WeChat user, may hold without paying on one day; no more with a fee after that. */
  UNPAID_HOLDS_PER_DAY: z.coerce.number().int().min(1).default(3),
  /** Fen that staff may refund of one order by themselves; above it an administrator. */
  STAFF_REFUND_MAX_FEN: z.coerce.number().int().min(0).default(5_000),

  COUNTY_FHIR_URL: url,
  COUNTY_CLIENT_ID: z.string().optional(),
  COUNTY_CLIENT_SECRET: z.string().optional(),
  COUNTY_TOKEN_URL: url.optional(),
  COUNTY_TLS_CERT_FILE: z.string().optional(),
  COUNTY_TLS_KEY_FILE: z.string().optional(),
  COUNTY_TLS_CA_FILE: z.string().optional(),
  COUNTY_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  COUNTY_SYNC_MINUTES: minutes(2),
  /** Lines of each kind (diagnoses, prescriptions, readings, reports) that are read of a person's files. */
  COUNTY_RECORDS_PER_KIND: z.coerce.number().int().min(1).max(500).default(50),
  /** Shared secret that the platform sends with a Subscription's rest-hook. */
  COUNTY_HOOK_SECRET: z.string().min(16).optional(),
  RELAY_BATCH: z.coerce.number().int().min(1).max(500).default(50),
  RELAY_MAX_ATTEMPTS: z.coerce.number().int().min(1).default(50),

  COUNTY_NAME: z.string().default('云溪县'),
  HELP_PHONE: z.string().default('0990-0000000'),
  TIME_ZONE: z.string().default('Asia/Shanghai'),
  MEMBER_LIMIT: z.coerce.number().int().min(0).max(20).default(5),
  GUARDIAN_BELOW_AGE: z.coerce.number().int().min(1).max(18).default(14),
  PROXY_MAX_DAYS: z.coerce.number().int().min(1).default(1095),
  PRIVACY_VERSION: z.string().default('2026-11'),
  HEALTH_DATA_CONSENT_VERSION: z.string().default('2026-11'),
  INVITATION_HOURS: z.coerce.number().int().min(1).default(72),
  STAFF_PERIOD_HOURS: z.coerce.number().min(0.01).max(24).default(8),
  STAFF_IDLE_MINUTES: minutes(60),
  PASSCODE_FAILURES: z.coerce.number().int().min(3).max(10).default(5),
  PASSCODE_LOCK_MINUTES: minutes(15),
  /** log2 of scrypt's N: 15 takes 32 MB and about 0.1 s (OWASP's figures with p = 3). */
  PASSCODE_COST: z.coerce.number().int().min(10).max(18).default(15),
  MEMBER_CODE_MINUTES: minutes(10),
  REGISTRATION_CASE_MINUTES: minutes(60),
  /** Where one-time codes go until a text-message provider joins: appended to this file, never logged. */
  SMS_FILE: z.string().default('.data/sms.jsonl'),

  /** JSON, checked by wechat/message-templates.ts: kind of message → template, mode, fields. */
  NOTIFY_TEMPLATES: z.string().optional(),
  NOTIFY_SMS: z.stringbool().default(false),
  /** What can wait is not sent between these county times. */
  NOTIFY_QUIET_FROM: clockTime.default('21:30'),
  NOTIFY_QUIET_TO: clockTime.default('07:30'),
  NOTIFY_ESCALATE_MINUTES: minutes(15),
  NOTIFY_REMIND_AT: clockTime.default('18:00'),
  NOTIFY_REMIND_HOURS: z.coerce.number().min(0.5).max(24).default(2),
  NOTIFY_KEEP_DAYS: z.coerce.number().int().min(30).default(365),
  /** Pictures and sound: `file:folder`, or the https address of a bucket that speaks S3. */
  ATTACHMENTS_URL: z
    .string()
    .regex(/^(file:.+|https?:\/\/[^?#@]+)$/, 'must be file:folder, or https://host/bucket without a key in it')
    .default('file:.data/attachments'),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  ATTACHMENT_MAX_MB: z.coerce.number().int().min(1).max(100).default(10),
  SOUND_MAX_SECONDS: z.coerce.number().int().min(5).max(600).default(60),
  ATTACHMENT_LINK_MINUTES: minutes(5),
  ATTACHMENT_UNUSED_HOURS: z.coerce.number().int().min(1).default(24),
  ATTACHMENT_UNUSED_LIMIT: z.coerce.number().int().min(1).default(30),
  VIRUS_SCAN: z
    .string()
    .regex(/^(none|clamd:\/\/[^/?#@]+:\d+)$/, 'must be none or clamd://host:port')
    .default('none'),
  CONTENT_CHECK: z.enum(['none', 'wechat']).default('none'),
  /** What WeChat would have a person look at: between doctor and resident there is none. */
  CONTENT_CHECK_REVIEW: z.enum(['pass', 'refuse']).default('pass'),
  /** Of 消息推送 in the mini-program's console. */
  WECHAT_EVENT_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/)
    .optional(),
  WECHAT_EVENT_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/)
    .optional(),
  /** What a doctor's key signs with; another one makes new keys, and what was signed before verifies for ever. */
  CONSULTATION_SIGNATURE: z.enum(['ed25519', 'sm2']).default('ed25519'),
  /** 医疗机构管理条例实施细则 art. 53, 互联网诊疗监管细则(试行) art. 20: the law's years are the least. */
  RECORD_YEARS: atLeastYears(15, 'medical records'),
  CONVERSATION_YEARS: atLeastYears(3, 'conversations'),
  /** Below this age a guardian asks and is present, and the doctor must be paediatric (互联网诊疗监管细则 art. 19). */
  CONSULTATION_GUARDIAN_BELOW_AGE: z.coerce.number().int().min(6).max(18).default(6),
  /** Full years of independent practice that a doctor must have (互联网诊疗管理办法(试行) art. 13). */
  CONSULTATION_PRACTICE_YEARS: z.coerce.number().int().min(3).max(20).default(3),
  /** After an accepted consultation lapsed: as long its doctor may still write and sign the record of it. */
  CONSULTATION_LATE_RECORD_DAYS: z.coerce.number().int().min(0).default(7),
  CONSULTATION_CONSENT_VERSION: z.string().max(20).default('2026-11'),
  /** Quick phrases and education texts that a doctor keeps. */
  CONSULTATION_PHRASE_LIMIT: z.coerce.number().int().min(1).max(500).default(50),
  /** Called with one tap from where a question would be asked. */
  EMERGENCY_PHONE: z.string().default('120'),
  FAVOURITE_LIMIT: z.coerce.number().int().min(1).default(50),

  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  GUESSES_PER_MINUTE: z.coerce.number().int().min(1).default(20),
  UPLOADS_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  GUESSES_PER_DAY: z.coerce.number().int().min(1).default(10),
  CODES_PER_DAY: z.coerce.number().int().min(1).default(10),
  PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  BODY_LIMIT_KB: z.coerce.number().int().min(1).default(64),
  /** Who reads /metrics sends it as a bearer token; none: only this machine itself may. */
  METRICS_TOKEN: z.string().min(16).optional(),
  DRAIN_SECONDS: z.coerce.number().int().min(1).default(10),
  IDEMPOTENCY_HOURS: z.coerce.number().int().min(1).default(48),
})

/** Half a proof is none: a certificate shown to nobody, or a secret sent in the clear, must not pass for a safe setting. */
const Environment = Values.superRefine((values, ctx) => {
  const wrong = (name: keyof typeof values, message: string) => ctx.addIssue({ code: 'custom', path: [name], message })
  const together = (a: keyof typeof values, b: keyof typeof values) => {
    if (!values[a] !== !values[b]) wrong(values[a] ? b : a, `must be set too: ${values[a] ? a : b} is`)
  }
  together('COUNTY_CLIENT_ID', 'COUNTY_CLIENT_SECRET')
  together('COUNTY_TLS_CERT_FILE', 'COUNTY_TLS_KEY_FILE')
  together('S3_ACCESS_KEY', 'S3_SECRET_KEY')
  if (values.ATTACHMENTS_URL.startsWith('http') && !values.S3_ACCESS_KEY)
    wrong('S3_ACCESS_KEY', 'must be set: ATTACHMENTS_URL is a bucket')
  if (values.CONTENT_CHECK === 'wechat')
    for (const name of ['PUBLIC_URL', 'WECHAT_EVENT_TOKEN', 'WECHAT_EVENT_AES_KEY'] as const)
      if (!values[name]) wrong(name, 'must be set: WeChat fetches what it checks and tells its answer')
  const { COUNTY_FHIR_URL, COUNTY_TOKEN_URL, COUNTY_TLS_CERT_FILE, COUNTY_TLS_CA_FILE } = values
  const secure = COUNTY_FHIR_URL.startsWith('https:')
  if ((COUNTY_TLS_CERT_FILE || COUNTY_TLS_CA_FILE) && !secure)
    wrong('COUNTY_FHIR_URL', 'must be https: without TLS no certificate is shown or checked')
  if (secure && COUNTY_TOKEN_URL?.startsWith('http:'))
    wrong('COUNTY_TOKEN_URL', 'must be https, as COUNTY_FHIR_URL is: the client secret goes there')
})

export type Config = z.infer<typeof Environment>

/** @throws Error with one clear sentence per wrong value; the values themselves are not repeated (they may be secrets). */
export const readConfig = (environment: Record<string, string | undefined>): Config => {
  const present = Object.fromEntries(Object.entries(environment).filter(([, v]) => v !== ''))
  const read = Environment.safeParse(present)
  if (read.success) return read.data
  const wrong = read.error.issues.map(i => `  ${i.path.join('.')}: ${i.message}`)
  throw new Error(`The configuration is not valid (see .env.example):\n${wrong.join('\n')}`)
}
