import '../forms/forms.css'
import { Text, View } from '@tarojs/components'
import { identityNumberProblem, readIdentityNumber } from 'shared/identity/identity-number'
import { Field } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { dateWords } from '../../ui/words'
import { identityNumberError, tidyIdentityNumber } from './identity-number-sentences'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  /** The main button was tapped: a number too short is an error now. */
  finished: boolean
}

/** Checked while it is typed (GB 11643); a right number is read back as birth date and sex. */
export const IdentityNumberField = ({ label, value, onChange, finished }: Props) => {
  const right = identityNumberProblem(value) === null
  const read = right ? readIdentityNumber(value) : null
  return (
    <View className="stack digits">
      <Field
        label={label}
        hint={value.length && !right ? `已填 ${value.length} 位，一共 18 位` : '身份证上最下面那一行，18 位'}
        type="idcard"
        max={24}
        value={value}
        onChange={typed => onChange(tidyIdentityNumber(typed))}
        error={identityNumberError(value, finished)}
      />
      {read ? (
        <View className="line primary">
          <Icon name="done" />
          <Text>{`号码没有错：${dateWords(read.birthDate)}出生，${read.sex === 'male' ? '男' : '女'}`}</Text>
        </View>
      ) : null}
    </View>
  )
}
