import { Text, View } from '@tarojs/components'
import { Tap } from './tap'

export interface Choice<V extends string> {
  value: V
  words: string
  note?: string
  /** Cannot be chosen; the note says why. */
  off?: boolean
}
interface Props<V extends string> {
  choices: readonly Choice<V>[]
  /** One value, or several when `many`. */
  chosen: V | null | readonly V[]
  onChoose: (value: V) => void
  /** Equal widths, for times and short words. */
  wide?: boolean
}

/** A few answers to choose from, all visible at once: never a drop-down. */
export const ChoiceChips = <V extends string>({ choices, chosen, onChoose, wide }: Props<V>) => {
  const many = Array.isArray(chosen)
  const isOn = (value: V) => (many ? (chosen as readonly V[]).includes(value) : chosen === value)
  return (
    <View className={`chips ${wide ? 'chips-wide' : ''}`}>
      {choices.map(({ value, words, note, off }) => (
        <Tap
          key={value}
          className={`chip ${isOn(value) ? 'chip-on' : ''} ${off ? 'chip-off' : ''}`}
          role={many ? 'checkbox' : 'radio'}
          chosen={isOn(value)}
          {...(off ? {} : { onTap: () => onChoose(value) })}
        >
          <Text>{isOn(value) ? `✓ ${words}` : words}</Text>
          {note ? <Text className="chip-note">{note}</Text> : null}
        </Tap>
      ))}
    </View>
  )
}
