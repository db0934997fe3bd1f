/** The content check of a county that chose WeChat's (CONTENT_CHECK=wechat): what people send each other leaves for it. */
import type { Config } from '../config'
import type { Suggestion, WechatApi } from './api'
import { isWechatProblem } from './problems'

export type Verdict = 'ready' | 'refused'

export interface ContentCheck {
  /** `unavailable`: nobody knows yet; ask again later. */
  text(openid: string, words: string): Promise<Verdict | 'unavailable'>
  /** `url` must be open to WeChat for half an hour; the verdict comes later, under `traceId`. */
  media(media: { openid: string; kind: 'picture' | 'sound'; url: string }): Promise<{ traceId: string } | 'unavailable'>
  verdictOf(suggestion: Suggestion): Verdict
}

/** WeChat's limit, in characters as JavaScript counts them. */
const maxWords = 2500

/** Null: nothing is checked. */
export const createContentCheck = (config: Config, wechat: WechatApi): ContentCheck | null => {
  if (config.CONTENT_CHECK === 'none') return null
  const verdictOf = (suggestion: Suggestion): Verdict =>
    suggestion === 'pass' || (suggestion === 'review' && config.CONTENT_CHECK_REVIEW === 'pass') ? 'ready' : 'refused'
  return {
    verdictOf,
    async text(openid, words) {
      for (let at = 0; at < words.length; at += maxWords) {
        const answer = await wechat.checkText(openid, words.slice(at, at + maxWords))
        if (isWechatProblem(answer)) return 'unavailable'
        if (verdictOf(answer.suggestion) === 'refused') return 'refused'
      }
      return 'ready'
    },
    async media(media) {
      const answer = await wechat.checkMedia(media)
      return isWechatProblem(answer) ? 'unavailable' : answer
    },
  }
}
