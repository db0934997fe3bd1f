import Taro from '@tarojs/taro'

type Answer = (agreed: boolean) => void

/**
 * WeChat's privacy check (`__usePrivacyCheck__`): before it hands over anything private it asks us to ask. `ask` shows
 * our words and calls the answer; agreeing must come from a button with open-type agreePrivacyAuthorization and this id.
 */
export const agreeButtonId = 'agree-privacy'

export const watchPrivacyNeeds = (ask: (answer: Answer) => void): void => {
  if (process.env.TARO_ENV !== 'weapp' || !Taro.onNeedPrivacyAuthorization) return
  Taro.onNeedPrivacyAuthorization(resolve => {
    ask(agreed => {
      const answer = agreed ? { event: 'agree' as const, buttonId: agreeButtonId } : { event: 'disagree' as const }
      resolve(answer as Parameters<typeof resolve>[0])
    })
  })
}
