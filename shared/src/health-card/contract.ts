/** 电子健康卡. The code comes from the card authority (the county platform); nothing here invents one. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { ActingAt, Count, Id, Instant, Phone, words } from '../kernel/schemas'

export const CardState = z.enum(['none', 'active', 'frozen'])
export const Card = z.object({
  personId: Id,
  name: z.string(),
  state: CardState,
  /** Masked card number, null while none is open. */
  cardNumber: z.nullable(z.string()),
  openedAt: z.nullable(Instant),
})

/** What a card is shown for at a counter (就诊环节). */
export const cardSteps = ['registration', 'check_in', 'consultation', 'pharmacy', 'examination', 'payment'] as const
export const CardStep = z.enum(cardSteps)

/** As read by a scanner: `<64 hex>:<digit>`; anything else is refused as forged by the authority, not by us. */
export const ScannedCode = z.string().check(z.trim(), z.minLength(1), z.maxLength(200), z.regex(/^[\x21-\x7e]+$/))

const person = z.object({ personId: Id })
const resident = ['resident'] as const
const changes = ['not_found', 'card_not_open', 'card_state', 'consent_required', 'county_platform_unavailable'] as const

export const healthCardContract = {
  cards: endpoint({
    method: 'GET',
    path: '/health-cards',
    summary: 'The cards of everyone the account may act for',
    access: resident,
    reply: z.object({ cards: z.array(Card) }),
  }),
  openCard: endpoint({
    method: 'POST',
    path: '/health-cards/:personId',
    summary: 'Open the e-health card of a person',
    access: resident,
    params: person,
    body: z.object({
      /** GB/T 3304 two-digit code, 01 汉族. */
      ethnicGroup: z.string().check(z.regex(/^\d{2}$/)),
      /** Left out: the number bound to the account. */
      phone: z.optional(Phone),
      address: words(4, 120),
    }),
    reply: Card,
    status: 201,
    errors: ['not_found', 'card_exists', 'consent_required', 'county_platform_unavailable'],
  }),
  cardCode: endpoint({
    method: 'POST',
    path: '/health-cards/:personId/code',
    summary: 'A fresh dynamic code; earlier ones end',
    access: resident,
    params: person,
    reply: z.object({ code: z.string(), expiresAt: Instant, serverTime: Instant, lifeSeconds: Count }),
    errors: ['not_found', 'card_not_open', 'card_frozen', 'consent_required', 'county_platform_unavailable'],
    idempotency: 'none',
  }),
  freezeCard: endpoint({
    method: 'POST',
    path: '/health-cards/:personId/freeze',
    summary: 'Report a card lost (挂失): its codes stop at once',
    access: resident,
    params: person,
    reply: Card,
    errors: changes,
  }),
  unfreezeCard: endpoint({
    method: 'POST',
    path: '/health-cards/:personId/unfreeze',
    summary: 'The card was found again',
    access: resident,
    params: person,
    reply: Card,
    errors: changes,
  }),
  reissueCard: endpoint({
    method: 'POST',
    path: '/health-cards/:personId/reissue',
    summary: 'A new card; every old medium is void',
    access: resident,
    params: person,
    reply: Card,
    errors: changes,
  }),
  cardUsages: endpoint({
    method: 'GET',
    path: '/health-cards/:personId/usages',
    summary: 'Who used my card: every verification',
    access: resident,
    params: person,
    reply: z.object({
      usages: z.array(
        z.object({ usedAt: Instant, institutionName: z.string(), step: CardStep, outcome: z.enum(['valid', 'void']) }),
      ),
    }),
    errors: ['not_found'],
  }),
  verifyCard: endpoint({
    method: 'POST',
    path: '/health-cards/verification',
    summary: 'Staff verify a shown code: valid, void (200 with why), expired (410), forged (403)',
    access: ['staff', 'doctor'],
    body: z.object({ code: ScannedCode, step: CardStep, institutionId: ActingAt }),
    reply: z.discriminatedUnion('valid', [
      z.object({
        valid: z.literal(true),
        personId: Id,
        name: z.string(),
        identityNumber: z.string(),
        age: Count,
        sex: z.string(),
      }),
      z.object({ valid: z.literal(false), why: z.enum(['frozen', 'reissued', 'used']) }),
    ]),
    errors: ['institution_choice', 'card_code_expired', 'card_code_forged', 'county_platform_unavailable'],
    limit: 'guess',
  }),
} as const
