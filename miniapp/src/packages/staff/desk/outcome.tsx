import { Text, View } from '@tarojs/components'
import { Icon, type IconName } from '../../../ui/icon'

interface Props {
  good: boolean
  icon: IconName
  title: string
  words?: string | undefined
  children?: React.ReactNode
}

/** What the card said, large enough to read across the counter; the word says it, the colour only repeats it. */
export const Outcome = ({ good, icon, title, words, children }: Props) => (
  <View
    className={`outcome ${good ? 'outcome-good' : 'outcome-bad'}`}
    {...(process.env.TARO_ENV === 'h5' ? { role: 'status' } : {})}
  >
    <View className="line">
      <Icon name={icon} big />
      <Text className="big grow">{title}</Text>
    </View>
    {words ? <Text>{words}</Text> : null}
    {children}
  </View>
)
