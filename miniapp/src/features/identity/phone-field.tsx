import '../forms/forms.css'
import { View } from '@tarojs/components'
import { Field } from '../../ui/field'

export const isPhone = (phone: string): boolean => /^1\d{10}$/.test(phone)

const phoneError = (phone: string, finished: boolean): string | null => {
  if (isPhone(phone)) return null
  if (phone.length === 11) return '手机号以 1 开头，请再看一遍。'
  return finished || phone.length > 11 ? `手机号有 11 位，这里是 ${phone.length} 位。` : null
}

interface Props {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
  finished: boolean
}

/** A mainland mobile number; a pasted one may hold spaces or the country's code. */
export const PhoneField = ({ label, hint, value, onChange, finished }: Props) => (
  <View className="digits">
    <Field
      label={label}
      {...(hint ? { hint } : {})}
      type="number"
      max={20}
      value={value}
      onChange={typed => onChange(typed.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, ''))}
      error={phoneError(value, finished)}
    />
  </View>
)
