import { Text, View } from '@tarojs/components'
import type { Loaded } from '../api/use-load'
import { useNetwork } from '../session/network'
import { Icon } from './icon'
import { ageWords } from './words'

/** Says plainly that there is no network, and how old what stands below is. Says nothing while all is well. */
export const Banner = ({ shows }: { shows: readonly Loaded<unknown>[] }) => {
  const online = useNetwork(s => s.online)
  const old = shows.filter(loaded => loaded.data !== undefined && (loaded.problem || !online))
  if (online && old.length === 0) return null
  const age = old.length ? ageWords(Math.min(...old.map(loaded => loaded.at))) : null
  const words = online
    ? `没有更新成功，下面是${age}的内容`
    : age
      ? `网络不通，下面是${age}的内容`
      : '网络不通，填的内容会留着，连上再办'
  return (
    <View className="banner">
      <Icon name="offline" />
      <Text>{words}</Text>
    </View>
  )
}
