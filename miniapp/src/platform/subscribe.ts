import Taro from '@tarojs/taro'

export interface Answer {
  templateId: string
  /** `ban`: WeChat has closed the template; `filter`: it has two of the same name. */
  answer: 'accept' | 'reject' | 'ban' | 'filter'
}

/** WeChat's errCode: the person has switched off every message of this mini-program. */
const switchedOff = 20004

/** WeChat also says `acceptWithAlert` and the like. */
const answerOf = (said: unknown): Answer['answer'] | null => {
  const word = typeof said === 'string' ? said : ''
  if (word.startsWith('accept')) return 'accept'
  return word === 'reject' || word === 'ban' || word === 'filter' ? word : null
}

/** In a browser the sandbox's WeChat answers for whoever signed in there. */
const promptOf = async (templateIds: string[]): Promise<object> => {
  if (process.env.TARO_ENV !== 'h5') return Taro.requestSubscribeMessage({ tmplIds: templateIds, entityIds: [] })
  const { statusCode, data } = await Taro.request<object>({
    url: '/sandbox/wechat/quota',
    method: 'POST',
    header: { 'content-type': 'application/json' },
    data: JSON.stringify({ templateIds }),
  })
  return statusCode < 300 ? data : {}
}

/**
 * Asks whether messages of these templates may be sent (≤ 3 a prompt, WeChat's limit). To be called in the tap itself,
 * with nothing awaited before: WeChat shows its question only then. Never throws: being told is a comfort, and whatever
 * was tapped goes on without it.
 * @returns what the person answered to each; nothing when WeChat did not ask
 */
export const askToSubscribe = async (templateIds: readonly string[]): Promise<Answer[]> => {
  const asked = templateIds.slice(0, 3)
  if (asked.length === 0) return []
  try {
    const said = (await promptOf(asked)) as Record<string, unknown>
    return asked.flatMap(templateId => {
      const answer = answerOf(said[templateId])
      return answer ? [{ templateId, answer }] : []
    })
  } catch (error) {
    const { errCode } = (error ?? {}) as { errCode?: number }
    return errCode === switchedOff ? asked.map(templateId => ({ templateId, answer: 'reject' as const })) : []
  }
}

/** WeChat's own settings of what this mini-program may send; called in a tap. A browser goes to the sandbox's. */
export const openWechatSettings = (): void => {
  if (process.env.TARO_ENV === 'h5') window.location.assign('/sandbox/wechat/messages')
  else void Taro.openSetting({ withSubscriptions: true }).catch(() => undefined)
}
