import { Text, View } from '@tarojs/components'
import { Icon, type IconName } from './icon'

/** A state in a word, with colour and icon: colour never says it alone. */
export const StateTag = ({
  words,
  tone = 'plain',
  icon,
}: {
  words: string
  tone?: 'plain' | 'good' | 'waiting' | 'bad'
  icon?: IconName
}) => (
  <View className={`tag tag-${tone}`}>
    {icon ? <Icon name={icon} /> : null}
    <Text>{words}</Text>
  </View>
)
