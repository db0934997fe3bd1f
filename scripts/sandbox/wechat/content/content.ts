import { type Clock } from '../clock'

export type Suggestion = 'pass' | 'review' | 'risky'

/** Where 消息推送 of the mini-program's console points; null: nothing is set up there. */
export type EventTarget = { url: string; token: string; aesKey: string }

export type ContentSettings = {
  events: EventTarget | null
  /** What is found in pictures and sound. */
  media: Suggestion
  /** What the server calls itself → where it really listens: WeChat fetches what it checks. */
  origin: string | null
  /** `held`: answers wait until they are told to go (`deliver`). */
  answers: 'sent' | 'held'
}

/** What may be wrong with an answer. `lost` never comes; `failed`: WeChat could not fetch what it was to check. */
export const answerFaults = ['lost', 'doubled', 'failed', 'bad-signature', 'wrong-key', 'wrong-appid', 'plain'] as const
export type AnswerFault = (typeof answerFaults)[number]

export type MediaCheck = {
  traceId: string
  openid: string
  mediaType: number
  /** What came from `media_url`. */
  fetched: { status: number; type: string; bytes: number } | null
  found: Suggestion
  /** HTTP status of each attempt to tell, null when nobody answered. */
  told: (number | null)[]
}

/** Words by which a text is found risky, or one for a person to look at; as obvious as a test needs. */
export const riskyWord = '违规内容'
export const reviewWord = '人工复核'

export function createContent(clock: Clock) {
  return {
    clock,
    settings: { events: null, media: 'pass', origin: null, answers: 'sent' } as ContentSettings,
    checks: [] as MediaCheck[],
    /** Each is for one answer. */
    faults: [] as AnswerFault[],
    underWay: new Set<Promise<void>>(),
  }
}
export type Content = ReturnType<typeof createContent>
