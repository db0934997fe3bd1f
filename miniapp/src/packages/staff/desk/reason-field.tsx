import { View } from '@tarojs/components'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'

interface Props {
  label?: string
  /** What is mostly said: one tap fills it in, and it can be changed. */
  reasons: readonly string[]
  value: string
  onChange: (reason: string) => void
  max: number
  /** Fewest characters. */
  least?: number
  /** Nothing was said yet and the main button was tapped. */
  error: boolean
}

/** A reason in the clerk's own words, begun by one tap. */
export const ReasonField = ({ label = '写给居民的话', reasons, value, onChange, max, least = 2, error }: Props) => (
  <View className="stack">
    <ChoiceChips
      choices={reasons.map(words => ({ value: words, words }))}
      chosen={reasons.includes(value) ? value : null}
      onChoose={onChange}
    />
    <Field
      label={label}
      area
      max={max}
      value={value}
      onChange={onChange}
      error={error ? `请写一句原因，至少 ${least} 个字。` : null}
    />
  </View>
)
