import Taro from '@tarojs/taro'

/**
 * Asks, from a tap, whether messages of these templates may be sent (≤ 3 a prompt, WeChat's limit); gives back those
 * that were accepted. In a browser the sandbox's WeChat accepts for whoever signed in there. Never throws: being told
 * is a comfort, the act that was tapped goes on without it.
 */
export const askToSubscribe = async (templateIds: string[]): Promise<string[]> => {
  const asked = templateIds.slice(0, 3)
  if (asked.length === 0) return []
  try {
    if (process.env.TARO_ENV === 'h5') {
      const answer = await Taro.request({
        url: '/sandbox/wechat/quota',
        method: 'POST',
        header: { 'content-type': 'application/json' },
        data: JSON.stringify({ templateIds: asked }),
      })
      return answer.statusCode < 300 ? asked : []
    }
    const answer = await Taro.requestSubscribeMessage({ tmplIds: asked, entityIds: [] })
    return asked.filter(id => (answer as unknown as Record<string, string>)[id] === 'accept')
  } catch {
    return []
  }
}
