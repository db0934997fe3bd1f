import { Input, Text, Textarea, View } from '@tarojs/components'
import { FieldError } from './field-error'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  /** One sentence: what is wrong and how it should be. */
  error?: string | null | undefined
  placeholder?: string
  type?: 'text' | 'number' | 'idcard' | 'digit'
  password?: boolean
  max?: number
  /** Several lines. */
  area?: boolean
  focus?: boolean
  onConfirm?: () => void
}

const inputModes = { text: 'text', number: 'numeric', idcard: 'text', digit: 'decimal' } as const

/** A question and the place for its answer: label above, hint below it, what is wrong below all. */
export const Field = ({ label, value, onChange, hint, error, area, type = 'text', max = 60, ...rest }: Props) => {
  const { placeholder = '', password = false, focus = false, onConfirm } = rest
  // Inside H5's custom elements a label cannot point at the input, so the input is told its name.
  const nativeProps = { 'aria-label': label, 'aria-invalid': error ? 'true' : 'false', inputMode: inputModes[type] }
  const common = {
    className: 'field-control',
    value,
    placeholder,
    placeholderClass: 'placeholder',
    maxlength: max,
    focus,
    nativeProps,
    onInput: (event: { detail: { value: string } }) => onChange(event.detail.value),
  }
  return (
    <View className={`field ${error ? 'field-wrong' : ''} ${area ? 'field-area' : ''}`}>
      <Text className="field-label">{label}</Text>
      {hint ? <Text className="field-hint">{hint}</Text> : null}
      <View className="field-input">
        {area ? (
          <Textarea {...common} />
        ) : (
          <Input {...common} type={type} password={password} onConfirm={() => onConfirm?.()} />
        )}
      </View>
      <FieldError words={error} />
    </View>
  )
}
