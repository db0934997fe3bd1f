import './forms.css'
import { Text, View } from '@tarojs/components'
import { Icon } from '../../ui/icon'
import { Tap } from '../../ui/tap'

interface Props {
  words: string
  note?: string
  on: boolean
  onTap: () => void
}

/** A box to tick, the whole line of it: an agreement, or one of several things allowed. */
export const Tick = ({ words, note, on, onTap }: Props) => (
  <Tap className={`tick ${on ? 'tick-on' : ''}`} role="checkbox" chosen={on} onTap={onTap}>
    <View className={`tick-box ${on ? 'tick-box-on' : ''}`}>{on ? <Icon name="check" /> : null}</View>
    <View className="grow">
      <Text>{words}</Text>
      {note ? <Text className="tick-note">{note}</Text> : null}
    </View>
  </Tap>
)
