import type { Setting } from './use-settings'

/** How it stands with WeChat's consent for one kind, in a sentence; null when there is nothing to say. */
export const consentWords = ({ wanted, template, left, refused, ask }: Setting['wechat']): string | null => {
  if (template === 'none') return '这一类只放在小程序的“消息”里。'
  if (!wanted) return null
  if (refused) return '您选了不接收，微信里收不到。'
  if (template === 'long_term') return ask ? '微信还要您允许一次，以后都能收到。' : '微信里一直能收到。'
  if (left > 0) return `微信里还能收到 ${left} 条。`
  return ask ? '要您允许一次，微信里才能收到下一条。' : null
}
