import { Text, View } from '@tarojs/components'
import { Tap } from '../../../ui/tap'

interface Props {
  name: string
  change?: () => void
  children: React.ReactNode
}

/** One answer of the booking; with `change` a tap goes back to its question. */
export const ChangeableLine = ({ name, change, children }: Props) => (
  <Tap className="changeable-line" onTap={change}>
    <Text className="changeable-name">{name}</Text>
    <View className="grow changeable-value">{children}</View>
    {change ? <Text className="changeable-door">改</Text> : null}
  </Tap>
)
