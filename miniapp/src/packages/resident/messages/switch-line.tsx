import './settings.css'
import { Text, View } from '@tarojs/components'
import { Tap } from '../../../ui/tap'

interface Props {
  words: string
  /** What a screen reader says. */
  label: string
  on: boolean
  onTap: () => void
}

/** On or off, the whole line of it; the word says it too. */
export const SwitchLine = ({ words, label, on, onTap }: Props) => (
  <Tap className="switch" role="checkbox" chosen={on} label={label} onTap={onTap}>
    <Text className="grow">{words}</Text>
    <Text className={on ? 'primary strong' : 'quiet'}>{on ? '开' : '关'}</Text>
    <View className={`switch-track ${on ? 'switch-on' : ''}`}>
      <View className="switch-knob" />
    </View>
  </Tap>
)
