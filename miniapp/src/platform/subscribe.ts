import Taro from '@tarojs/taro'

/**
 * Asks, from a tap, whether messages of these templates may be sent (≤ 3 a prompt, WeChat's limit); gives back those
 * that were accepted. In H5 the sandbox delivers without asking, so all count as accepted. Never throws: being told is
 * a comfort, the act that was tapped goes on without it.
 */
export const askToSubscribe = async (templateIds: string[]): Promise<string[]> => {
  const asked = templateIds.slice(0, 3)
  if (process.env.TARO_ENV !== 'weapp' || asked.length === 0) return asked
  try {
    const answer = (await Taro.requestSubscribeMessage({ tmplIds: asked, entityIds: [] })) as unknown as Record<
      string,
      string
    >
    return asked.filter(id => answer[id] === 'accept')
  } catch {
    return []
  }
}
