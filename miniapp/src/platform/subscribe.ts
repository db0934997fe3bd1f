import Taro from '@tarojs/taro'

/**
 * Asks, from a tap, whether messages of these templates may be sent (≤ 3 a prompt, WeChat's limit); gives back those
 * that were accepted. In H5 the sandbox WeChat accepts for the persona that signed in, without a prompt. Never throws:
 * being told is a comfort, the act that was tapped goes on without it.
 */
export const askToSubscribe = async (templateIds: string[]): Promise<string[]> => {
  const asked = templateIds.slice(0, 3)
  if (asked.length === 0) return []
  try {
    const answer = await prompt(asked)
    return asked.filter(id => answer[id] === 'accept')
  } catch {
    return []
  }
}

const prompt = async (tmplIds: string[]): Promise<Record<string, string>> => {
  if (process.env.TARO_ENV === 'weapp') {
    return (await Taro.requestSubscribeMessage({ tmplIds, entityIds: [] })) as unknown as Record<string, string>
  }
  const data = { templateIds: tmplIds }
  return (await Taro.request<Record<string, string>>({ url: '/sandbox/wechat/quota', method: 'POST', data })).data
}
