import { Text, View } from '@tarojs/components'
import { whenWords } from '../../../features/appointments/words'
import { WhomBar } from '../../../features/whom/whom-bar'
import { Icon } from '../../../ui/icon'
import type { Errand } from './use-errand'

/** Whom the booking is for: changed in one tap, unless it is about an appointment that somebody already has. */
export const ErrandBar = ({ errand }: { errand: Errand }) => {
  const { purpose, whom, earlier } = errand
  if (purpose === 'book') return <WhomBar whom={whom} />
  if (!earlier.data) return null
  const { personName } = earlier.data
  return (
    <View className="whom whom-other">
      <Icon name={purpose === 'move' ? 'change' : 'history'} />
      <Text className="whom-words">
        {purpose === 'move' ? '正在改时间：' : '约免费复诊：'}
        <Text className="whom-name">{`${personName}，${purpose === 'move' ? '原来是' : '上次是'} ${whenWords(earlier.data)}`}</Text>
      </Text>
    </View>
  )
}
