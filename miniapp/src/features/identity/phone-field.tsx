import '../forms/forms.css'
import { View } from '@tarojs/components'
import { Field } from '../../ui/field'
import { phoneError, tidyPhone } from './phone-sentences'

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
      onChange={typed => onChange(tidyPhone(typed))}
      error={phoneError(value, finished)}
    />
  </View>
)
